package dev.virga.services.s3;

import dev.virga.api.s3.Grant;
import dev.virga.api.s3.Grantee;

/// Access control lists are off, as in new buckets of AWS: what is shown is the owner's full
/// control.
final class Grants {
    private Grants() {}

    static Grant fullControl(String account) {
        Grantee owner = Grantee.builder()
                .id(ObjectRequest.ownerId(account))
                .type("CanonicalUser")
                .build();
        return Grant.builder().grantee(owner).permission("FULL_CONTROL").build();
    }
}
