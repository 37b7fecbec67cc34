package dev.virga.kernel;

import dev.virga.wire.AwsException;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.QueryString;
import dev.virga.wire.S3Addressing;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which services and operations there are, and which of them a request means. Immutable.
public final class Directory {
    /// @param path what the codecs read: the raw path, with the bucket in front when the host name
    ///     held it
    record Found(Service service, String path) {}

    private final Map<String, Service> bySigningName = new LinkedHashMap<>();
    private final Map<String, Service> byTargetPrefix = new HashMap<>();
    private final Map<String, Service> byHost = new HashMap<>();
    private final IdentityHashMap<Op<?, ?>, Operation<?, ?>> operations = new IdentityHashMap<>();

    public Directory(Collection<? extends Service> services) {
        for (Service service : services) {
            if (bySigningName.put(service.model().signingName(), service) != null) {
                throw new IllegalStateException(
                        "two services sign as " + service.model().signingName());
            }
            byHost.put(service.model().endpointPrefix(), service);
            if (!service.model().targetPrefix().isEmpty()) {
                byTargetPrefix.put(service.model().targetPrefix(), service);
            }
            for (Operation<?, ?> operation : service.operations()) {
                if (operations.put(operation.op(), operation) != null) {
                    throw new IllegalStateException("two classes for " + operation.op());
                }
            }
        }
    }

    public Collection<Service> services() {
        return bySigningName.values();
    }

    /// The class that handles an operation, or null when it is not there yet.
    @Nullable
    Operation<?, ?> operation(Op<?, ?> op) {
        return operations.get(op);
    }

    /// The service with this signing name, which is also the one in its ARNs, or null.
    @Nullable
    Service signing(String name) {
        return bySigningName.get(name);
    }

    public boolean has(Op<?, ?> op) {
        return operations.containsKey(op);
    }

    /// Null when no service of this cloud is meant.
    @Nullable
    Found find(HttpRequest request) {
        String host = host(request);
        Service service = signedFor(request);
        if (service == null) {
            service = targeted(request);
        }
        if (service == null) {
            service = named(host);
        }
        if (service == null && !request.headers().has("Authorization")) {
            // Unsigned requests with nothing else to go by are for buckets, as browsers send them.
            service = bySigningName.get(isForm(request) ? "sts" : "s3");
        }
        return service == null ? null : new Found(service, path(service, host, request.rawPath()));
    }

    /// A query call that needs no signature (`AssumeRoleWithWebIdentity`). Forms for buckets have
    /// another type, and the name of the bucket in their path.
    private static boolean isForm(HttpRequest request) {
        String type = request.headers().get("Content-Type", "");
        String query = request.rawQuery();
        return request.rawPath().equals("/")
                && (type.startsWith("application/x-www-form-urlencoded")
                        || (query != null && query.contains("Action=AssumeRoleWith")));
    }

    private @Nullable Service signedFor(HttpRequest request) {
        String authorization = request.header("Authorization");
        if (authorization != null) {
            int at = authorization.indexOf("Credential=");
            if (at >= 0) {
                int end = authorization.indexOf(',', at);
                return scoped(authorization.substring(at + 11, end < 0 ? authorization.length() : end));
            }
        }
        String query = request.rawQuery();
        if (query != null && query.contains("X-Amz-Credential=")) {
            return scoped(credential(query));
        }
        return null;
    }

    /// Empty when the query cannot be read, which whoever answers it will say.
    private static String credential(String query) {
        try {
            String credential = QueryString.parse(query, false).get("X-Amz-Credential");
            return credential == null ? "" : credential;
        } catch (AwsException e) {
            return "";
        }
    }

    /// `AKID/20260101/us-east-1/sqs/aws4_request`; no region in Version 4a.
    private @Nullable Service scoped(String credential) {
        String[] scope = credential.trim().split("/", 6);
        return scope.length < 4 ? null : bySigningName.get(scope[scope.length == 4 ? 2 : 3]);
    }

    private @Nullable Service targeted(HttpRequest request) {
        String target = request.header("X-Amz-Target");
        if (target == null) {
            return null;
        }
        int dot = target.lastIndexOf('.');
        return dot < 0 ? null : byTargetPrefix.get(target.substring(0, dot));
    }

    /// `sqs.us-east-1.amazonaws.com`, `bucket.s3.amazonaws.com`.
    private @Nullable Service named(String host) {
        if (host.indexOf(".s3.") > 0) {
            // Whatever the bucket is called, be it `lambda`.
            return bySigningName.get("s3");
        }
        int dot = host.indexOf('.');
        Service service = dot < 0 ? null : byHost.get(host.substring(0, dot));
        return service == null && S3Addressing.bucket(host) != null ? bySigningName.get("s3") : service;
    }

    private static String path(Service service, String host, String rawPath) {
        if (!service.model().speaks(Protocol.REST_XML)
                || !service.model().signingName().equals("s3")) {
            return rawPath;
        }
        String bucket = S3Addressing.bucket(host);
        return bucket == null ? rawPath : "/" + bucket + rawPath;
    }

    /// Without port, in lower case.
    public static String host(HttpRequest request) {
        String host = request.headers().get("Host", "").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
