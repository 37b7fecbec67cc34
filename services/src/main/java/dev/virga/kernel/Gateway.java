package dev.virga.kernel;

import dev.virga.wire.Answers;
import dev.virga.wire.AwsException;
import dev.virga.wire.Decoded;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.RandomUuid;
import dev.virga.wire.Routed;
import dev.virga.wire.Struct;
import dev.virga.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The straight line of a request. Any number of threads.
///
///     doors         an HTTP API's URL, the admin API: handlers of their own
///     identify      which service: credential scope, X-Amz-Target, host name
///     route         which operation, in which protocol
///     authenticate  SigV4 -> Caller
///     decode        protocol -> typed input
///     validate, authorize, handle    in [LocalCloud], as for calls between services
///     encode        output or error -> protocol
public final class Gateway {
    /// A request body that is read into memory; streaming operations have their own limit. The
    /// largest that a service takes this way is a function's code, 50 MB in base64.
    static final int MAX_BODY_BYTES = 70 << 20;

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    private final Directory directory;
    private final LocalCloud cloud;
    private final Authentication authentication;
    private final Time time;
    private final List<Door> doors;
    private final UnknownMembers unknown;
    private final Refusals refusals;

    public Gateway(
            Directory directory,
            LocalCloud cloud,
            Credentials credentials,
            Time time,
            List<Door> doors,
            UnknownMembers unknown,
            Refusals refusals) {
        this.directory = directory;
        this.cloud = cloud;
        this.authentication = new Authentication(credentials);
        this.time = time;
        this.doors = List.copyOf(doors);
        this.unknown = unknown;
        this.refusals = refusals;
    }

    public HttpResponse handle(HttpRequest request) throws IOException {
        for (Door door : doors) {
            if (door.takes(request)) {
                return door.handle(request);
            }
        }
        Directory.Found found = directory.find(request);
        return found == null ? unknownService() : serve(found, request);
    }

    private HttpResponse serve(Directory.Found found, HttpRequest request) {
        String requestId = RandomUuid.text();
        Model model = found.service().model();
        Protocol protocol = Wire.protocol(model, request);
        try {
            Routed routed = Wire.route(model, request.withPath(found.path()), MAX_BODY_BYTES);
            Instant now = time.instant();
            Authentication.Signed signed = authentication.check(model, routed, request.rawPath(), now);
            HttpRequest verified = signed.request().withPath(found.path());
            if (verified.headers() != request.headers()) {
                // Headers from the query of a presigned URL may mean another operation, a copy.
                routed = Wire.route(model, verified, MAX_BODY_BYTES);
            }
            Decoded decoded = Wire.decode(routed.with(verified), MAX_BODY_BYTES);
            unknown.note(decoded);
            Call call = new Call(
                    signed.caller(),
                    signed.caller().account(),
                    signed.region(),
                    requestId,
                    request.header("X-Amzn-Trace-Id"),
                    now,
                    request.remoteAddress(),
                    request.secure(),
                    endpoint(request),
                    Client.of(request, signed.signature()),
                    List.of());
            Struct output = run(call, decoded);
            return Answers.encode(decoded.protocol(), decoded.op(), output, requestId);
        } catch (AwsException e) {
            refusals.note(e);
            return Answers.encodeError(protocol, model, e, requestId, withBody(request));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "request " + requestId + " to " + model.serviceId() + " failed", e);
            String code = protocol == Protocol.REST_XML ? "InternalError" : "InternalFailure";
            AwsException failure = new AwsException(code, 500, "An internal error occurred. Request " + requestId);
            return Answers.encodeError(protocol, model, failure, requestId, withBody(request));
        }
    }

    private static boolean withBody(HttpRequest request) {
        return !request.method().equals("HEAD");
    }

    // The input was decoded as the operation's own type.
    @SuppressWarnings("unchecked")
    private Struct run(Call call, Decoded decoded) {
        return cloud.run(call, (Op<Struct, Struct>) decoded.op(), decoded.input());
    }

    private static String endpoint(HttpRequest request) {
        @Nullable String host = request.header("Host");
        return (request.secure() ? "https://" : "http://") + (host == null ? "127.0.0.1:4566" : host);
    }

    private static HttpResponse unknownService() {
        byte[] body = "{\"message\":\"This cloud has no service for that request. Is the endpoint right?\"}"
                .getBytes(StandardCharsets.UTF_8);
        return new HttpResponse(404).body("application/json", body);
    }
}
