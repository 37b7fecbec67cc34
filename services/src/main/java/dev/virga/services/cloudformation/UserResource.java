package dev.virga.services.cloudformation;

import dev.virga.api.iam.AddUserToGroupRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.DeleteUserRequest;
import dev.virga.api.iam.GetUserRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.RemoveUserFromGroupRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `AWS::IAM::User`, without a password.
final class UserResource implements ResourceType {
    private static final Schema SCHEMA =
            new Schema("Groups LoginProfile- ManagedPolicyArns Path! PermissionsBoundary! Policies Tags! UserName!");

    @Override
    public String name() {
        return "AWS::IAM::User";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("UserName", 64, false);
    }

    @Override
    public String capability(Map<String, @Nullable Object> properties) {
        return properties.containsKey("UserName") ? Capabilities.NAMED_IAM : Capabilities.IAM;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(
                IamOps.GetUser,
                GetUserRequest.builder()
                        .userName(properties.required("UserName"))
                        .build());
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("UserName");
        deed.callUnlessThere(
                IamOps.CreateUser,
                CreateUserRequest.builder()
                        .userName(name)
                        .path(properties.text("Path"))
                        .permissionsBoundary(properties.text("PermissionsBoundary"))
                        .tags(IamPolicies.tags(properties))
                        .build());
        Made made = Made.of(name, properties)
                .with("Arn", "arn:aws:iam::" + deed.account() + ":user" + properties.text("Path", "/") + name);
        try {
            grants(deed, name, new Properties(Map.of()), properties);
        } catch (RuntimeException e) {
            delete(deed, made);
            throw e;
        }
        return made;
    }

    private static void grants(Deed deed, String user, Properties before, Properties after) {
        IamTargets target = new IamTargets("Users", user);
        Set<String> arns = Set.copyOf(after.texts("ManagedPolicyArns"));
        before.texts("ManagedPolicyArns").stream()
                .filter(arn -> !arns.contains(arn))
                .forEach(arn -> target.detach(deed, arn));
        Map<String, String> inline = IamPolicies.inline(after);
        IamPolicies.inline(before).keySet().stream()
                .filter(policy -> !inline.containsKey(policy))
                .forEach(policy -> target.drop(deed, policy));
        Set<String> groups = Set.copyOf(after.texts("Groups"));
        before.texts("Groups").stream()
                .filter(group -> !groups.contains(group))
                .forEach(group -> leave(deed, user, group));
        arns.forEach(arn -> target.attach(deed, arn));
        inline.forEach((policy, document) -> target.put(deed, policy, document));
        for (String group : groups) {
            deed.call(
                    IamOps.AddUserToGroup,
                    AddUserToGroupRequest.builder()
                            .userName(user)
                            .groupName(group)
                            .build());
        }
    }

    private static void leave(Deed deed, String user, String group) {
        deed.callUnlessGone(
                IamOps.RemoveUserFromGroup,
                RemoveUserFromGroupRequest.builder()
                        .userName(user)
                        .groupName(group)
                        .build());
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        grants(deed, before.physicalId(), new Properties(before.properties()), properties);
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        String user = made.physicalId();
        Properties properties = new Properties(made.properties());
        IamTargets target = new IamTargets("Users", user);
        properties.texts("ManagedPolicyArns").forEach(arn -> target.detach(deed, arn));
        IamPolicies.inline(properties).keySet().forEach(policy -> target.drop(deed, policy));
        properties.texts("Groups").forEach(group -> leave(deed, user, group));
        deed.callUnlessGone(
                IamOps.DeleteUser, DeleteUserRequest.builder().userName(user).build());
    }
}
