package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Cors;
import dev.virga.api.apigatewayv2.Integration;
import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.InvocationResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Door;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where HTTP APIs answer: `http://API-ID.execute-api.…/path` or, on the plain endpoint,
/// `/_aws/execute-api/API-ID/path`. Finds the route, calls the function, turns its answer into a
/// response.
final class HttpApiDoor implements Door {
    static final String PATH_PREFIX = "/_aws/execute-api/";
    private static final String HOST_LABEL = ".execute-api.";
    /// As AWS: larger requests get 413.
    private static final int MAX_BODY_BYTES = 10 << 20;

    private static final System.Logger LOG = System.getLogger(HttpApiDoor.class.getName());

    private final DeployedApis apis;
    private final Cloud cloud;
    private final Time time;

    HttpApiDoor(DeployedApis apis, Cloud cloud, Time time) {
        this.apis = apis;
        this.cloud = cloud;
        this.time = time;
    }

    /// @param path what follows the API's address, still encoded
    private record Address(String apiId, String path, String domainName) {}

    @Override
    public boolean takes(HttpRequest request) {
        return request.rawPath().startsWith(PATH_PREFIX)
                || request.headers().get("Host", "").toLowerCase(Locale.ROOT).contains(HOST_LABEL);
    }

    private static Address address(HttpRequest request) {
        String host = request.headers().get("Host", "").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        String domain = colon < 0 ? host : host.substring(0, colon);
        String path = request.rawPath();
        if (!path.startsWith(PATH_PREFIX)) {
            return new Address(domain.substring(0, domain.indexOf(HOST_LABEL)), path, domain);
        }
        int end = path.indexOf('/', PATH_PREFIX.length());
        String apiId = path.substring(PATH_PREFIX.length(), end < 0 ? path.length() : end);
        return new Address(apiId, end < 0 ? "/" : path.substring(end), domain);
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        String requestId = UUID.randomUUID().toString();
        HttpResponse response;
        try {
            response = answer(request, requestId);
        } catch (AwsException e) {
            // A path or query string that cannot be decoded.
            response = message(400, "Bad Request");
        }
        return response.header("Apigw-Requestid", requestId);
    }

    private HttpResponse answer(HttpRequest request, String requestId) throws IOException {
        Address address = address(request);
        DeployedApi api = apis.find(address.apiId());
        if (api == null) {
            return message(404, "Not Found");
        }
        List<String> path = segments(address.path());
        DeployedApi.Stage stage = path.isEmpty() ? null : api.stage(path.getFirst());
        boolean named = stage != null;
        stage = named ? stage : api.stage(RoutePattern.DEFAULT);
        if (stage == null) {
            return message(404, "Not Found");
        }
        Cors cors = api.cors();
        if (cors != null && CorsRules.isPreflight(request)) {
            return CorsRules.preflight(cors, request);
        }
        DeployedApi.Match match = stage.match(request.method(), named ? path.subList(1, path.size()) : path);
        HttpResponse response =
                match == null ? message(404, "Not Found") : integrate(request, requestId, api, stage, match, address);
        if (cors != null) {
            CorsRules.apply(cors, request, response);
        }
        return response;
    }

    private static List<String> segments(String path) {
        return path.equals("/") ? List.of() : Arrays.asList(path.substring(1).split("/", -1));
    }

    private HttpResponse integrate(
            HttpRequest request,
            String requestId,
            DeployedApi api,
            DeployedApi.Stage stage,
            DeployedApi.Match match,
            Address address)
            throws IOException {
        byte[] body;
        try {
            body = request.body().bytes(MAX_BODY_BYTES);
        } catch (Body.BodyTooLarge e) {
            return message(413, "Request Entity Too Large");
        }
        Integration integration = match.integration();
        boolean version2 = !"1.0".equals(integration.payloadFormatVersion());
        ProxyEvent event = new ProxyEvent(
                request,
                body,
                api.account(),
                api.apiId(),
                address.domainName(),
                stage.name(),
                match.routeKey(),
                address.path(),
                match.variables(),
                stage.variables(),
                requestId,
                time.instant());
        byte[] payload = Json.writeBytes(version2 ? event.version2() : event.version1());
        String sourceArn = "arn:aws:execute-api:" + api.region() + ":" + api.account() + ":" + api.apiId() + "/"
                + stage.name() + "/" + sourcePath(match.routeKey());
        Caller caller = new Caller.Service(api.account(), "apigateway.amazonaws.com", sourceArn);
        try {
            return inTime(integration, () -> invoke(caller, api.region(), integration, payload, version2));
        } catch (AwsException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "HTTP API {0} {1}: {2}: {3}",
                    api.apiId(),
                    match.routeKey(),
                    e.code(),
                    e.getMessage());
            return e.code().equals("TooManyRequestsException")
                    ? message(503, "Service Unavailable")
                    : message(500, "Internal Server Error");
        }
    }

    /// What takes longer than the integration may is left to itself: the function goes on, its
    /// client does not wait.
    private static HttpResponse inTime(Integration integration, Callable<HttpResponse> invocation) {
        Integer asked = integration.timeoutInMillis();
        FutureTask<HttpResponse> task = new FutureTask<>(invocation);
        Thread.ofVirtual().name("http-api").start(task);
        try {
            return task.get(asked == null ? IntegrationRules.LONGEST_MILLIS : asked, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return message(503, "Service Unavailable");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return message(503, "Service Unavailable");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse invoke(
            Caller caller, String region, Integration integration, byte[] payload, boolean version2) {
        InvocationRequest request = InvocationRequest.builder()
                .functionName(functionArn(integration.integrationUri()))
                .payload(payload)
                .build();
        InvocationResponse answer = cloud.call(caller, region, LambdaOps.Invoke, request);
        if (answer.functionError() != null) {
            return message(500, "Internal Server Error");
        }
        byte[] bytes = answer.payload() == null ? new byte[0] : answer.payload();
        HttpResponse response = ProxyAnswer.read(bytes, version2);
        return response == null ? message(500, "Internal Server Error") : response;
    }

    /// An integration's URI is the function's ARN, or the older form that holds it:
    /// `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations`.
    static String functionArn(String uri) {
        String prefix = ":lambda:path/2015-03-31/functions/";
        int at = uri.indexOf(prefix);
        return at < 0 ? uri : uri.substring(at + prefix.length()).replaceFirst("/invocations$", "");
    }

    private static String sourcePath(String routeKey) {
        int space = routeKey.indexOf(' ');
        return space < 0 ? routeKey : routeKey.substring(0, space) + routeKey.substring(space + 1);
    }

    private static HttpResponse message(int status, String text) {
        byte[] body = ("{\"message\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        return new HttpResponse(status).body("application/json", body);
    }
}
