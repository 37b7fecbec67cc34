package dev.virga.services.s3;

import dev.virga.api.s3.PutObjectOutput;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Authentication;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Client;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Credentials;
import dev.virga.kernel.Directory;
import dev.virga.kernel.Door;
import dev.virga.kernel.Time;
import dev.virga.wire.Answers;
import dev.virga.wire.AuthErrors.Dialect;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Decoded;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Location;
import dev.virga.wire.Member;
import dev.virga.wire.Percent;
import dev.virga.wire.PostSignature;
import dev.virga.wire.Protocol;
import dev.virga.wire.RandomUuid;
import dev.virga.wire.S3Addressing;
import dev.virga.wire.SigV4;
import dev.virga.wire.Wire;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Upload by an HTML form, straight from a browser. The model has no such operation: the form
/// becomes a PutObject of whoever signed its policy, and everything that holds for one holds here.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
final class PostObject implements Door {
    private static final System.Logger LOG = System.getLogger(PostObject.class.getName());
    private static final int NO_BODY_IN_MEMORY = 0;

    /// Fields of the form that are headers of a PutObject; so are all that begin with `x-amz-`.
    private static final Set<String> HEADERS = Set.of(
            "cache-control",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-md5",
            "content-type",
            "expires");

    /// Those say how the form is signed, not what is stored.
    private static final Set<String> OF_THE_SIGNATURE =
            Set.of("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "x-amz-security-token");

    private final Cloud cloud;
    private final Credentials credentials;
    private final Authentication authentication;
    private final Time time;

    PostObject(Cloud cloud, Credentials credentials, Time time) {
        this.cloud = cloud;
        this.credentials = credentials;
        this.authentication = new Authentication(credentials);
        this.time = time;
    }

    @Override
    public boolean takes(HttpRequest request) {
        if (!request.method().equals("POST") || request.headers().has("Authorization")) {
            return false;
        }
        String type = request.headers().get("Content-Type", "");
        return type.regionMatches(true, 0, "multipart/form-data", 0, 19)
                && !bucket(request).isEmpty();
    }

    /// Empty when the address is not that of a bucket.
    private static String bucket(HttpRequest request) {
        String host = S3Addressing.bucket(Directory.host(request));
        String path = request.rawPath();
        if (host != null) {
            return path.equals("/") ? host : "";
        }
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        String name = path.substring(1, end);
        return name.indexOf('/') < 0 ? name : "";
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        String requestId = RandomUuid.text();
        try {
            return post(request, requestId);
        } catch (AwsException e) {
            return Answers.encodeError(Protocol.REST_XML, S3Ops.MODEL, e, requestId);
        } catch (IOException e) {
            return Answers.encodeError(Protocol.REST_XML, S3Ops.MODEL, S3Errors.incompleteBody(), requestId);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "form " + requestId + " failed", e);
            AwsException failure =
                    new AwsException("InternalError", 500, "An internal error occurred. Request " + requestId);
            return Answers.encodeError(Protocol.REST_XML, S3Ops.MODEL, failure, requestId);
        }
    }

    private HttpResponse post(HttpRequest request, String requestId) throws IOException {
        Instant now = time.instant();
        String bucket = bucket(request);
        PostForm form = PostForm.read(request);
        String key = form.key();
        PostSignature signature = PostSignature.parse(form.fields());
        Caller caller = new Caller.Anonymous();
        PostPolicy policy = null;
        if (signature != null) {
            Credentials.Found found =
                    authentication.find(signature.accessKeyId(), signature.sessionToken(), request, Dialect.S3, now);
            signature.verify(found.secretKey());
            credentials.used(signature.accessKeyId(), "s3", signature.region(), now);
            caller = found.caller();
            policy = PostPolicy.parse(signature.policy());
            policy.check(form.fields(), bucket, now);
        }
        Call call = new Call(
                caller,
                caller.account(),
                signature == null ? "us-east-1" : signature.region(),
                requestId,
                request.header("X-Amzn-Trace-Id"),
                now,
                request.remoteAddress(),
                request.secure(),
                (request.secure() ? "https://" : "http://") + request.headers().get("Host", ""),
                Client.of(request, signature == null ? null : how(signature)),
                List.of());
        PutObjectOutput output = cloud.call(call, S3Ops.PutObject, input(bucket, key, form, policy));
        String location = call.endpoint() + request.rawPath().replaceAll("/+$", "") + "/" + encoded(key);
        HttpResponse answer = PostAnswer.of(form.fields(), bucket, key, location, String.valueOf(output.eTag()))
                .header("x-amz-request-id", requestId);
        return withEncryption(answer, output);
    }

    /// What the answer to a PutObject says of the encryption.
    private static HttpResponse withEncryption(HttpResponse answer, PutObjectOutput output) {
        HttpResponse all = answer;
        for (Member member : S3Ops.PutObject.output().members()) {
            Object value = output.at(member.index());
            if (value != null
                    && member.location() == Location.HEADER
                    && member.locationName().startsWith("x-amz-server-side-encryption")) {
                all = all.header(member.locationName(), value.toString());
            }
        }
        return all;
    }

    private static Client.Signature how(PostSignature signature) {
        String version = signature.scope() == null ? "AWS" : SigV4.Algorithm.HMAC.token();
        return new Client.Signature(signature.accessKeyId(), Client.Way.FORM, version, null, null);
    }

    /// What the fields would be as a request of their own, read by the model.
    private static PutObjectRequest input(String bucket, String key, PostForm form, @Nullable PostPolicy policy) {
        Headers headers = new Headers();
        for (Map.Entry<String, String> field : form.fields().entrySet()) {
            String name = field.getKey();
            if (name.equals("acl")) {
                headers.add("x-amz-acl", field.getValue());
            } else if (name.equals("tagging")) {
                headers.add("x-amz-tagging", PostTagging.form(field.getValue()));
            } else if (HEADERS.contains(name) || (name.startsWith("x-amz-") && !OF_THE_SIGNATURE.contains(name))) {
                headers.add(name, field.getValue());
            }
        }
        HttpRequest put = new HttpRequest(
                "PUT",
                "/" + Percent.encode(bucket) + "/" + encoded(key),
                null,
                headers,
                new Body(new MeasuredFile(form.file(), policy), -1),
                "",
                false);
        Decoded decoded = Wire.decode(S3Ops.MODEL, put, NO_BODY_IN_MEMORY);
        if (!(decoded.input() instanceof PutObjectRequest input)) {
            throw S3Errors.invalidArgument(
                    "A form cannot ask for " + decoded.op().name() + ".");
        }
        return input;
    }

    private static String encoded(String key) {
        return Percent.encode(key).replace("%2F", "/");
    }
}
