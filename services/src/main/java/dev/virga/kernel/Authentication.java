package dev.virga.kernel;

import dev.virga.wire.AuthErrors;
import dev.virga.wire.AwsException;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Model;
import dev.virga.wire.Protocol;
import dev.virga.wire.Routed;
import dev.virga.wire.SigV2;
import dev.virga.wire.SigV4;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Finds out who sends a request: the third step of the [Gateway]. Any thread.
public final class Authentication {
    private final Credentials credentials;
    private final SigV4 signatures = new SigV4();

    public Authentication(Credentials credentials) {
        this.credentials = credentials;
    }

    /// @param request whose body may be trusted
    record Signed(Caller caller, Client.@Nullable Signature signature, String region, HttpRequest request) {}

    /// @param rawPath what the client signed; the bucket of a virtual-hosted address is not in it
    Signed check(Model model, Routed routed, String rawPath, Instant now) {
        HttpRequest request = routed.request().withPath(rawPath);
        AuthErrors.Dialect dialect = dialect(model);
        SigV4.Parsed signature = SigV4.parse(request, dialect);
        if (signature == null) {
            if (dialect != AuthErrors.Dialect.S3 && !routed.op().noAuth()) {
                throw AuthErrors.missingToken(dialect);
            }
            SigV2.Parsed old = dialect == AuthErrors.Dialect.S3 ? SigV2.parse(request) : null;
            if (old != null) {
                // What boto3 and the AWS CLI presign. The bucket is always part of what they sign.
                Credentials.Found found = find(old.accessKeyId(), old.sessionToken(), request, dialect, now);
                HttpRequest verified =
                        SigV2.verify(old, request, routed.request().rawPath(), found.secretKey(), now);
                String uri = routed.op().uri();
                if (uri != null && !SigV2.signs(uri)) {
                    throw AuthErrors.notOfVersion2();
                }
                credentials.used(old.accessKeyId(), "s3", "us-east-1", now);
                Client.Signature how = new Client.Signature(old.accessKeyId(), Client.Way.QUERY, "AWS", null, null);
                return new Signed(found.caller(), how, "us-east-1", SigV4.anonymous(verified));
            }
            return new Signed(new Caller.Anonymous(), null, "us-east-1", SigV4.anonymous(request));
        }
        if (!signature.service().equals(model.signingName())) {
            throw AuthErrors.wrongService(signature, model.signingName());
        }
        Credentials.Found found = find(signature.accessKeyId(), signature.sessionToken(), request, dialect, now);
        HttpRequest verified = signatures.verify(signature, request, found.secretKey(), now, Gateway.MAX_BODY_BYTES);
        credentials.used(signature.accessKeyId(), signature.service(), signature.region(), now);
        Client.Signature how = new Client.Signature(
                signature.accessKeyId(),
                signature.presigned() ? Client.Way.QUERY : Client.Way.HEADER,
                signature.algorithm().token(),
                signature.signedAt(),
                request.header("X-Amz-Content-Sha256"));
        return new Signed(found.caller(), how, signature.region(), verified);
    }

    /// Who this key belongs to.
    ///
    /// @throws AwsException in the words of the service when nobody, or not any more
    public Credentials.Found find(
            String accessKeyId,
            @Nullable String sessionToken,
            HttpRequest request,
            AuthErrors.Dialect dialect,
            Instant now) {
        Credentials.Found found;
        try {
            found = credentials.find(accessKeyId, sessionToken, now);
        } catch (AwsException e) {
            throw e.code().startsWith("ExpiredToken")
                    ? AuthErrors.expiredToken(dialect)
                    : AuthErrors.invalidToken(dialect);
        }
        if (found == null || (found.wellKnown() && CrossSite.sent(request))) {
            throw AuthErrors.unknownAccessKey(dialect, accessKeyId);
        }
        return found;
    }

    private static AuthErrors.Dialect dialect(Model model) {
        if (model.speaks(Protocol.REST_XML) && model.signingName().equals("s3")) {
            return AuthErrors.Dialect.S3;
        }
        if (model.speaks(Protocol.AWS_JSON_1_0) || model.speaks(Protocol.AWS_JSON_1_1)) {
            return AuthErrors.Dialect.AWS_JSON;
        }
        return model.speaks(Protocol.REST_JSON_1) ? AuthErrors.Dialect.REST_JSON : AuthErrors.Dialect.QUERY;
    }
}
