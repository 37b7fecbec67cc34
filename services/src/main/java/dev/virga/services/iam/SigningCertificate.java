package dev.virga.services.iam;

import java.time.Instant;

/// A certificate with which a user signs requests in an old way.
record SigningCertificate(String account, String user, String id, String body, boolean active, Instant uploaded)
        implements UserCredential<SigningCertificate> {
    static final String KIND = "signing-certificate";
    static final int PER_USER = 2;

    @Override
    public SigningCertificate withUser(String name) {
        return new SigningCertificate(account, name, id, body, active, uploaded);
    }

    @Override
    public SigningCertificate withActive(boolean now) {
        return new SigningCertificate(account, user, id, body, now, uploaded);
    }

    dev.virga.api.iam.SigningCertificate shape() {
        return dev.virga.api.iam.SigningCertificate.builder()
                .userName(user)
                .certificateId(id)
                .certificateBody(body)
                .status(UserCredential.status(active))
                .uploadDate(uploaded)
                .build();
    }
}
