package dev.virga.services.cloudformation;

import dev.virga.api.kms.CreateAliasRequest;
import dev.virga.api.kms.DeleteAliasRequest;
import dev.virga.api.kms.DescribeKeyRequest;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.UpdateAliasRequest;

/// `AWS::KMS::Alias`.
final class KmsAliasResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("AliasName*! TargetKeyId*");

    @Override
    public String name() {
        return "AWS::KMS::Alias";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(
                KmsOps.DescribeKey,
                DescribeKeyRequest.builder()
                        .keyId(properties.required("AliasName"))
                        .build());
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("AliasName");
        boolean made = deed.callUnlessThere(
                KmsOps.CreateAlias,
                CreateAliasRequest.builder()
                        .aliasName(name)
                        .targetKeyId(properties.required("TargetKeyId"))
                        .build());
        if (!made) {
            point(deed, name, properties);
        }
        return Made.of(name, properties);
    }

    private static void point(Deed deed, String name, Properties properties) {
        deed.call(
                KmsOps.UpdateAlias,
                UpdateAliasRequest.builder()
                        .aliasName(name)
                        .targetKeyId(properties.required("TargetKeyId"))
                        .build());
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        point(deed, before.physicalId(), properties);
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        deed.callUnlessGone(
                KmsOps.DeleteAlias,
                DeleteAliasRequest.builder().aliasName(made.physicalId()).build());
    }
}
