package dev.virga.services.iam;

import dev.virga.api.iam.DuplicateCertificateException;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.InvalidCertificateException;
import dev.virga.api.iam.UploadSigningCertificateRequest;
import dev.virga.api.iam.UploadSigningCertificateResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Takes an X.509 certificate with which a user signs. A certificate has one user in an account.
final class UploadSigningCertificate
        implements Operation<UploadSigningCertificateRequest, UploadSigningCertificateResponse> {
    private final Tables tables;

    UploadSigningCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UploadSigningCertificateRequest, UploadSigningCertificateResponse> op() {
        return IamOps.UploadSigningCertificate;
    }

    @Override
    public List<Access> access(UploadSigningCertificateRequest input, Call call) {
        return List.of(tables.onUser("UploadSigningCertificate", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public UploadSigningCertificateResponse handle(UploadSigningCertificateRequest input, Call call) {
        X509Certificate certificate = Certificates.one(input.certificateBody());
        if (tables.now().isAfter(certificate.getNotAfter().toInstant())) {
            throw new InvalidCertificateException("The certificate has expired.");
        }
        String body = Pem.write(Pem.CERTIFICATE, encoded(certificate));
        SigningCertificate signing = new SigningCertificate(
                call.account(), UserOfCall.name(input.userName(), call), tables.ids.longId(), body, true, tables.now());
        if (tables.signingCertificates.all(call.account()).stream()
                .anyMatch(other -> other.body().equals(body))) {
            throw new DuplicateCertificateException(
                    "The certificate is already associated with a user of the account.");
        }
        tables.signingCertificates.add(signing, others -> {
            if (others.size() >= SigningCertificate.PER_USER) {
                throw IamErrors.quota("SigningCertificatesPerUser", SigningCertificate.PER_USER);
            }
        });
        return UploadSigningCertificateResponse.builder()
                .certificate(signing.shape())
                .build();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
