package dev.virga.services.secretsmanager;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;

/// Where a secret is.
record Place(String account, String region) {
    static Place of(Call call) {
        return new Place(call.account(), call.region());
    }

    Place in(String otherRegion) {
        return new Place(account, otherRegion);
    }

    String domain() {
        return "secretsmanager/" + account + "/" + region;
    }

    /// @param suffix six random characters
    String arn(String name, String suffix) {
        return new Arn("secretsmanager", region, account, "secret:" + name + "-" + suffix).toString();
    }

    /// A KMS key as an ARN: another account's client means the key of the secret's account.
    String keyArn(String keyId) {
        if (keyId.startsWith("arn:")) {
            return keyId;
        }
        return new Arn("kms", region, account, keyId.startsWith("alias/") ? keyId : "key/" + keyId).toString();
    }
}
