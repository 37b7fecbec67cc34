package dev.virga.services.cloudformation;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `AWS::IAM::Policy`: an inline policy of roles, users and groups.
final class PolicyResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("Groups PolicyDocument* PolicyName* Roles Users");

    @Override
    public String name() {
        return "AWS::IAM::Policy";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String capability(Map<String, @Nullable Object> properties) {
        return Capabilities.IAM;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        if (IamTargets.of(properties).isEmpty()) {
            throw CfnErrors.validation("At least one of [Groups,Roles,Users] must be non-empty.");
        }
        Made made = Made.of(deed.name(), properties);
        try {
            put(deed, properties);
        } catch (RuntimeException e) {
            delete(deed, made);
            throw e;
        }
        return made;
    }

    private static void put(Deed deed, Properties properties) {
        String document = String.valueOf(properties.json("PolicyDocument"));
        IamTargets.of(properties).forEach(target -> target.put(deed, properties.required("PolicyName"), document));
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        put(deed, properties);
        Properties old = new Properties(before.properties());
        Set<IamTargets> wanted = IamTargets.of(properties);
        boolean renamed = !old.required("PolicyName").equals(properties.required("PolicyName"));
        for (IamTargets target : IamTargets.of(old)) {
            if (renamed || !wanted.contains(target)) {
                target.drop(deed, old.required("PolicyName"));
            }
        }
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        Properties properties = new Properties(made.properties());
        IamTargets.of(properties).forEach(target -> target.drop(deed, properties.required("PolicyName")));
    }
}
