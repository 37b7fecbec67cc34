package dev.virga.services.cloudformation;

import dev.virga.api.secretsmanager.DeleteResourcePolicyRequest;
import dev.virga.api.secretsmanager.PutResourcePolicyRequest;
import dev.virga.api.secretsmanager.SecretsmanagerOps;

/// `AWS::SecretsManager::ResourcePolicy`.
final class SecretPolicyResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("BlockPublicPolicy ResourcePolicy* SecretId*!");

    @Override
    public String name() {
        return "AWS::SecretsManager::ResourcePolicy";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        return Made.of(put(deed, properties), properties);
    }

    private static String put(Deed deed, Properties properties) {
        return deed.call(
                        SecretsmanagerOps.PutResourcePolicy,
                        PutResourcePolicyRequest.builder()
                                .secretId(properties.required("SecretId"))
                                .resourcePolicy(properties.json("ResourcePolicy"))
                                .blockPublicPolicy(properties.flag("BlockPublicPolicy"))
                                .build())
                .arn();
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        put(deed, properties);
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        deed.callUnlessGone(
                SecretsmanagerOps.DeleteResourcePolicy,
                DeleteResourcePolicyRequest.builder()
                        .secretId(made.physicalId())
                        .build());
    }
}
