package dev.virga.services.cloudformation;

import dev.virga.api.iam.CreatePolicyRequest;
import dev.virga.api.iam.CreatePolicyVersionRequest;
import dev.virga.api.iam.DeletePolicyRequest;
import dev.virga.api.iam.DeletePolicyVersionRequest;
import dev.virga.api.iam.GetPolicyRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListPolicyVersionsRequest;
import dev.virga.api.iam.PolicyVersion;
import dev.virga.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `AWS::IAM::ManagedPolicy`.
final class ManagedPolicyResource implements ResourceType {
    private static final Schema SCHEMA =
            new Schema("Description! Groups ManagedPolicyName! Path! PolicyDocument* Roles Users");

    @Override
    public String name() {
        return "AWS::IAM::ManagedPolicy";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("ManagedPolicyName", 128, false);
    }

    @Override
    public String capability(Map<String, @Nullable Object> properties) {
        return properties.containsKey("ManagedPolicyName") ? Capabilities.NAMED_IAM : Capabilities.IAM;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(
                IamOps.GetPolicy,
                GetPolicyRequest.builder().policyArn(arn(deed, properties)).build());
    }

    private static String arn(Deed deed, Properties properties) {
        return "arn:aws:iam::" + deed.account() + ":policy" + properties.text("Path", "/")
                + properties.required("ManagedPolicyName");
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String arn = arn(deed, properties);
        deed.callUnlessThere(
                IamOps.CreatePolicy,
                CreatePolicyRequest.builder()
                        .policyName(properties.required("ManagedPolicyName"))
                        .path(properties.text("Path"))
                        .description(properties.text("Description"))
                        .policyDocument(properties.json("PolicyDocument"))
                        .build());
        Made made = Made.of(arn, properties).with("PolicyArn", arn);
        try {
            IamTargets.of(properties).forEach(target -> target.attach(deed, arn));
        } catch (RuntimeException e) {
            delete(deed, made);
            throw e;
        }
        return made;
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String arn = before.physicalId();
        if (Schema.changed(before.properties(), properties.tree()).contains("PolicyDocument")) {
            dropVersions(deed, arn);
            deed.call(
                    IamOps.CreatePolicyVersion,
                    CreatePolicyVersionRequest.builder()
                            .policyArn(arn)
                            .policyDocument(properties.json("PolicyDocument"))
                            .setAsDefault(true)
                            .build());
        }
        Set<IamTargets> wanted = IamTargets.of(properties);
        wanted.forEach(target -> target.attach(deed, arn));
        for (IamTargets target : IamTargets.of(new Properties(before.properties()))) {
            if (!wanted.contains(target)) {
                target.detach(deed, arn);
            }
        }
        return before;
    }

    /// A policy can have five versions; those that do not count make room.
    private static void dropVersions(Deed deed, String arn) {
        List<PolicyVersion> versions = deed.call(
                        IamOps.ListPolicyVersions,
                        ListPolicyVersionsRequest.builder().policyArn(arn).build())
                .versions();
        for (PolicyVersion version : versions == null ? List.<PolicyVersion>of() : versions) {
            if (!Boolean.TRUE.equals(version.isDefaultVersion())) {
                deed.callUnlessGone(
                        IamOps.DeletePolicyVersion,
                        DeletePolicyVersionRequest.builder()
                                .policyArn(arn)
                                .versionId(version.versionId())
                                .build());
            }
        }
    }

    @Override
    public void delete(Deed deed, Made made) {
        String arn = made.physicalId().startsWith("arn:")
                ? made.physicalId()
                : "arn:aws:iam::" + deed.account() + ":policy/" + made.physicalId();
        IamTargets.of(new Properties(made.properties())).forEach(target -> target.detach(deed, arn));
        try {
            dropVersions(deed, arn);
        } catch (AwsException e) {
            if (Deed.gone(e)) {
                return;
            }
            throw e;
        }
        deed.callUnlessGone(
                IamOps.DeletePolicy,
                DeletePolicyRequest.builder().policyArn(arn).build());
    }
}
