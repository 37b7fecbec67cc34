package dev.virga.services.cloudtrail;

import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Client;
import dev.virga.kernel.audit.EventKind;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One event as it is kept: what it is found by, and its JSON as AWS writes it.
///
/// @param resources that the call was about
/// @param arns of them, for selectors
/// @param principal ARN of the caller, for selectors
record EventRecord(
        String id,
        Instant time,
        String account,
        String region,
        String source,
        String name,
        EventKind kind,
        boolean readOnly,
        @Nullable String username,
        @Nullable String accessKeyId,
        String principal,
        List<ResourceTypes.Named> resources,
        List<String> arns,
        String json) {
    static final String VERSION = "1.11";
    private static final int MAX_RESOURCES = 10;
    private static final int MAX_MESSAGE = 1_024;

    /// Services whose events belong to no region.
    private static final Set<String> GLOBAL = Set.of("iam", "sts", "cloudfront", "route53", "organizations");

    private static final String GLOBAL_REGION = "us-east-1";

    /// AWS's log names some operations with the version of their API.
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("lambda:AddPermission", "AddPermission20150331v2"),
            Map.entry("lambda:CreateAlias", "CreateAlias20150331"),
            Map.entry("lambda:CreateEventSourceMapping", "CreateEventSourceMapping20150331"),
            Map.entry("lambda:CreateFunction", "CreateFunction20150331"),
            Map.entry("lambda:DeleteAlias", "DeleteAlias20150331"),
            Map.entry("lambda:DeleteEventSourceMapping", "DeleteEventSourceMapping20150331"),
            Map.entry("lambda:DeleteFunction", "DeleteFunction20150331"),
            Map.entry("lambda:PublishVersion", "PublishVersion20150331"),
            Map.entry("lambda:RemovePermission", "RemovePermission20150331v2"),
            Map.entry("lambda:UpdateAlias", "UpdateAlias20150331"),
            Map.entry("lambda:UpdateEventSourceMapping", "UpdateEventSourceMapping20150331"),
            Map.entry("lambda:UpdateFunctionCode", "UpdateFunctionCode20150331v2"),
            Map.entry("lambda:UpdateFunctionConfiguration", "UpdateFunctionConfiguration20150331v2"));

    /// What [Recorder] is told.
    record Ended(
            Call call,
            Op<?, ?> op,
            Struct input,
            List<Access> needed,
            @Nullable Struct output,
            @Nullable RuntimeException failure) {}

    /// @param source e.g. `iam.amazonaws.com`
    static boolean isGlobal(String source) {
        return GLOBAL.contains(source.substring(0, source.indexOf('.')));
    }

    static boolean isReadOnly(EventKind kind, Op<?, ?> op) {
        return kind == EventKind.READ || (kind == EventKind.DATA && EventKind.isReadOnly(op));
    }

    /// @param account in whose log it is
    static EventRecord of(String id, String account, Ended ended, EventKind kind) {
        Call call = ended.call();
        Op<?, ?> op = ended.op();
        String service = op.model().signingName();
        String region = GLOBAL.contains(service) ? GLOBAL_REGION : call.region();
        boolean readOnly = isReadOnly(kind, op);
        String source = service + ".amazonaws.com";
        String name = NAMES.getOrDefault(service + ":" + op.name(), op.name());
        Set<String> arns = new LinkedHashSet<>();
        ended.needed().stream().limit(MAX_RESOURCES).map(Access::resource).forEach(arns::add);
        List<ResourceTypes.Named> resources = new ArrayList<>();
        for (String arn : arns) {
            ResourceTypes.Named named = ResourceTypes.of(arn);
            if (named != null) {
                resources.add(named);
            }
        }
        Client client = call.client();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("eventVersion", VERSION);
        json.put("userIdentity", UserIdentity.of(call));
        json.put("eventTime", call.time().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("eventSource", source);
        json.put("eventName", name);
        json.put("awsRegion", region);
        json.put("sourceIPAddress", call.sourceAddress());
        json.put("userAgent", client == null || client.userAgent() == null ? call.sourceAddress() : client.userAgent());
        failure(json, ended.failure());
        json.put("requestParameters", Members.of(op.model(), ended.input(), "requestParameters"));
        Struct output = ended.output();
        json.put(
                "responseElements",
                readOnly || output == null ? null : Members.of(op.model(), output, "responseElements"));
        json.put("requestID", call.requestId());
        json.put("eventID", id);
        json.put("readOnly", readOnly);
        if (!arns.isEmpty()) {
            json.put("resources", resources(arns, account));
        }
        json.put("eventType", "AwsApiCall");
        json.put("managementEvent", kind != EventKind.DATA);
        json.put("recipientAccountId", account);
        json.put("eventCategory", kind == EventKind.DATA ? "Data" : "Management");
        if (client != null && call.secure()) {
            json.put("tlsDetails", Map.of("clientProvidedHostHeader", client.host()));
        }
        return new EventRecord(
                id,
                call.time(),
                account,
                region,
                source,
                name,
                kind,
                readOnly,
                UserIdentity.username(call.caller()),
                client == null ? null : client.accessKeyId(),
                call.caller().arn(),
                resources,
                List.copyOf(arns),
                Json.write(json));
    }

    private static void failure(Map<String, Object> json, @Nullable RuntimeException failure) {
        if (failure == null) {
            return;
        }
        boolean told = failure instanceof AwsException;
        String code = failure instanceof AwsException e ? e.code() : "InternalFailure";
        json.put("errorCode", code.equals("AccessDeniedException") ? "AccessDenied" : code);
        String message = told ? failure.getMessage() : "An internal error occurred";
        if (message != null) {
            json.put("errorMessage", message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
        }
    }

    private static List<Object> resources(Set<String> arns, String account) {
        List<Object> all = new ArrayList<>();
        for (String text : arns) {
            Arn arn = Arn.parse(text);
            if (arn == null) {
                continue;
            }
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("accountId", arn.account().isEmpty() ? account : arn.account());
            ResourceTypes.Named named = ResourceTypes.of(text);
            if (named != null) {
                one.put("type", named.type());
            }
            one.put("ARN", text);
            all.add(one);
        }
        return all;
    }
}
