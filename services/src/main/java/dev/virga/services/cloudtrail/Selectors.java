package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.AdvancedEventSelector;
import dev.virga.api.cloudtrail.AdvancedFieldSelector;
import dev.virga.api.cloudtrail.DataResource;
import dev.virga.api.cloudtrail.EventSelector;
import dev.virga.kernel.audit.EventKind;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which events a trail wants. Without selectors: all that manage resources.
///
/// @param basic one of them has to match; empty when there are advanced ones
/// @param advanced one of them has to match
record Selectors(List<EventSelector> basic, List<AdvancedEventSelector> advanced) {
    static final int MAX_BASIC = 5;
    static final int MAX_RESOURCES = 250;
    static final int MAX_ADVANCED_VALUES = 500;

    private static final Selectors DEFAULT = new Selectors(
            List.of(EventSelector.builder()
                    .readWriteType("All")
                    .includeManagementEvents(true)
                    .dataResources(List.of())
                    .excludeManagementEventSources(List.of())
                    .build()),
            List.of());

    /// What a data event is about, by the service that it comes from.
    private static final Map<String, String> TYPES = Map.of(
            "s3.amazonaws.com", "AWS::S3::Object",
            "lambda.amazonaws.com", "AWS::Lambda::Function",
            "dynamodb.amazonaws.com", "AWS::DynamoDB::Table",
            "sqs.amazonaws.com", "AWS::SQS::Queue",
            "sns.amazonaws.com", "AWS::SNS::Topic",
            "kinesis.amazonaws.com", "AWS::Kinesis::Stream",
            "logs.amazonaws.com", "AWS::Logs::LogGroup");

    private static final Set<String> BASIC_TYPES =
            Set.of("AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table");
    private static final Set<String> EXCLUDABLE = Set.of("kms.amazonaws.com", "rdsdata.amazonaws.com");
    private static final Set<String> FIELDS = Set.of(
            "eventCategory",
            "eventName",
            "eventSource",
            "eventType",
            "readOnly",
            "resources.ARN",
            "resources.type",
            "sessionCredentialFromConsole",
            "userIdentity.arn");

    /// Whether any event on data is wanted: what nobody wants is not even made.
    boolean wantsData() {
        return basic.stream()
                        .anyMatch(s ->
                                s.dataResources() != null && !s.dataResources().isEmpty())
                || advanced.stream().anyMatch(s -> equalsOf(s, "eventCategory").contains("Data"));
    }

    boolean want(EventRecord event) {
        return basic.stream().anyMatch(selector -> wants(selector, event))
                || advanced.stream().anyMatch(selector -> wants(selector, event));
    }

    private static boolean wants(EventSelector selector, EventRecord event) {
        String type = selector.readWriteType();
        if (type != null && !type.equals("All") && type.equals("ReadOnly") != event.readOnly()) {
            return false;
        }
        if (event.kind() != EventKind.DATA) {
            List<String> excluded = selector.excludeManagementEventSources();
            return !Boolean.FALSE.equals(selector.includeManagementEvents())
                    && (excluded == null || !excluded.contains(event.source()));
        }
        List<DataResource> resources = selector.dataResources();
        String of = TYPES.get(event.source());
        if (resources == null || of == null) {
            return false;
        }
        return resources.stream()
                .filter(resource -> of.equals(resource.type()) && resource.values() != null)
                .anyMatch(resource -> resource.values().stream().anyMatch(value -> covers(of, value, event)));
    }

    /// `arn:aws:s3` stands for all objects, `arn:aws:s3:::bucket/` for those of a bucket.
    private static boolean covers(String type, String value, EventRecord event) {
        boolean all = value.split(":", -1).length == 3;
        return event.arns().stream()
                .anyMatch(arn -> (all || type.equals("AWS::S3::Object"))
                        ? arn.startsWith(value)
                        : arn.equals(value) || arn.startsWith(value + "/") || arn.startsWith(value + ":"));
    }

    private static boolean wants(AdvancedEventSelector selector, EventRecord event) {
        for (AdvancedFieldSelector field : selector.fieldSelectors()) {
            List<String> values =
                    switch (field.field()) {
                        case "eventCategory" -> List.of(event.kind() == EventKind.DATA ? "Data" : "Management");
                        case "eventName" -> List.of(event.name());
                        case "eventSource" -> List.of(event.source());
                        case "eventType" -> List.of("AwsApiCall");
                        case "readOnly" -> List.of(String.valueOf(event.readOnly()));
                        case "resources.ARN" -> event.arns();
                        case "resources.type" -> List.of(TYPES.getOrDefault(event.source(), ""));
                        case "userIdentity.arn" -> List.of(event.principal());
                        default -> List.of("false");
                    };
            if (values.stream().noneMatch(value -> matches(field, value))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(AdvancedFieldSelector field, String value) {
        boolean positive = field.equalsValue() != null || field.startsWith() != null || field.endsWith() != null;
        boolean found = any(field.equalsValue(), value::equals)
                || any(field.startsWith(), value::startsWith)
                || any(field.endsWith(), value::endsWith);
        return (!positive || found)
                && !any(field.notEquals(), value::equals)
                && !any(field.notStartsWith(), value::startsWith)
                && !any(field.notEndsWith(), value::endsWith);
    }

    private static boolean any(@Nullable List<String> values, Predicate<String> test) {
        return values != null && values.stream().anyMatch(test);
    }

    private static List<String> equalsOf(AdvancedEventSelector selector, String name) {
        return selector.fieldSelectors().stream()
                .filter(field -> field.field().equals(name) && field.equalsValue() != null)
                .flatMap(field -> field.equalsValue().stream())
                .toList();
    }

    /// @throws dev.virga.wire.AwsException InvalidEventSelectors
    static Selectors checked(@Nullable List<EventSelector> basic, @Nullable List<AdvancedEventSelector> advanced) {
        boolean none = basic == null || basic.isEmpty();
        if (none == (advanced == null || advanced.isEmpty())) {
            throw CloudTrailErrors.selectors("Specify either event selectors or advanced event selectors.");
        }
        if (basic != null && !none) {
            check(basic);
            return new Selectors(basic, List.of());
        }
        List<AdvancedEventSelector> all = advanced == null ? List.of() : advanced;
        checkAdvanced(all);
        return new Selectors(List.of(), all);
    }

    private static void check(List<EventSelector> selectors) {
        if (selectors.size() > MAX_BASIC) {
            throw CloudTrailErrors.selectors("A trail has at most " + MAX_BASIC + " event selectors.");
        }
        int values = 0;
        for (EventSelector selector : selectors) {
            for (DataResource resource :
                    selector.dataResources() == null ? List.<DataResource>of() : selector.dataResources()) {
                if (resource.type() == null || !BASIC_TYPES.contains(resource.type())) {
                    throw CloudTrailErrors.selectors(
                            "Value " + resource.type() + " for DataResources.Type is invalid.");
                }
                values += resource.values() == null ? 0 : resource.values().size();
                for (String value : resource.values() == null ? List.<String>of() : resource.values()) {
                    if (!value.startsWith("arn:aws:")) {
                        throw CloudTrailErrors.selectors("Value " + value + " for DataResources.Values is invalid.");
                    }
                }
            }
            List<String> excluded = selector.excludeManagementEventSources();
            if (excluded != null && !EXCLUDABLE.containsAll(excluded)) {
                throw CloudTrailErrors.selectors("ExcludeManagementEventSources takes " + EXCLUDABLE + " only.");
            }
        }
        if (values > MAX_RESOURCES) {
            throw CloudTrailErrors.selectors("A trail has at most " + MAX_RESOURCES + " data resources.");
        }
    }

    private static void checkAdvanced(List<AdvancedEventSelector> selectors) {
        int values = 0;
        for (AdvancedEventSelector selector : selectors) {
            List<String> category = equalsOf(selector, "eventCategory");
            if (category.size() != 1 || !Set.of("Management", "Data").contains(category.getFirst())) {
                throw CloudTrailErrors.selectors(
                        "eventCategory is required, with Equals and one of Management and Data.");
            }
            if (category.getFirst().equals("Data")
                    && equalsOf(selector, "resources.type").size() != 1) {
                throw CloudTrailErrors.selectors("resources.type is required for data events, with Equals.");
            }
            for (AdvancedFieldSelector field : selector.fieldSelectors()) {
                if (!FIELDS.contains(field.field())) {
                    throw CloudTrailErrors.selectors("Field " + field.field() + " is invalid.");
                }
                int own = 0;
                for (List<String> each : operators(field).values()) {
                    own += each.size();
                }
                if (own == 0) {
                    throw CloudTrailErrors.selectors("Field " + field.field() + " has no values.");
                }
                values += own;
            }
        }
        if (values > MAX_ADVANCED_VALUES) {
            throw CloudTrailErrors.selectors("A trail has at most " + MAX_ADVANCED_VALUES + " values in selectors.");
        }
    }

    private static Map<String, List<String>> operators(AdvancedFieldSelector field) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        put(all, "Equals", field.equalsValue());
        put(all, "StartsWith", field.startsWith());
        put(all, "EndsWith", field.endsWith());
        put(all, "NotEquals", field.notEquals());
        put(all, "NotStartsWith", field.notStartsWith());
        put(all, "NotEndsWith", field.notEndsWith());
        return all;
    }

    private static void put(Map<String, List<String>> all, String name, @Nullable List<String> values) {
        if (values != null) {
            all.put(name, values);
        }
    }

    /// As [#parse] reads it.
    String toJson() {
        List<Object> simple = new ArrayList<>();
        for (EventSelector selector : basic) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("type", selector.readWriteType() == null ? "All" : selector.readWriteType());
            one.put("management", !Boolean.FALSE.equals(selector.includeManagementEvents()));
            List<Object> resources = new ArrayList<>();
            for (DataResource each :
                    selector.dataResources() == null ? List.<DataResource>of() : selector.dataResources()) {
                resources.add(Map.of("type", each.type(), "values", each.values() == null ? List.of() : each.values()));
            }
            one.put("resources", resources);
            List<String> excluded = selector.excludeManagementEventSources();
            one.put("excluded", excluded == null ? List.of() : excluded);
            simple.add(one);
        }
        List<Object> rich = new ArrayList<>();
        for (AdvancedEventSelector selector : advanced) {
            List<Object> fields = new ArrayList<>();
            for (AdvancedFieldSelector field : selector.fieldSelectors()) {
                fields.add(Map.of("field", field.field(), "operators", operators(field)));
            }
            rich.add(Map.of("name", selector.name() == null ? "" : selector.name(), "fields", fields));
        }
        return Json.write(Map.of("basic", simple, "advanced", rich));
    }

    /// @param json empty for the selectors of a new trail
    static Selectors parse(String json) {
        if (json.isEmpty() || !(Json.parse(json) instanceof Map<?, ?> map)) {
            return DEFAULT;
        }
        List<EventSelector> basic = new ArrayList<>();
        for (Map<?, ?> one : maps(map.get("basic"))) {
            basic.add(EventSelector.builder()
                    .readWriteType(String.valueOf(one.get("type")))
                    .includeManagementEvents(Boolean.TRUE.equals(one.get("management")))
                    .dataResources(maps(one.get("resources")).stream()
                            .map(each -> DataResource.builder()
                                    .type(String.valueOf(each.get("type")))
                                    .values(texts(each.get("values")))
                                    .build())
                            .toList())
                    .excludeManagementEventSources(texts(one.get("excluded")))
                    .build());
        }
        List<AdvancedEventSelector> advanced = new ArrayList<>();
        for (Map<?, ?> one : maps(map.get("advanced"))) {
            String name = String.valueOf(one.get("name"));
            advanced.add(AdvancedEventSelector.builder()
                    .name(name.isEmpty() ? null : name)
                    .fieldSelectors(maps(one.get("fields")).stream()
                            .map(Selectors::field)
                            .toList())
                    .build());
        }
        return new Selectors(basic, advanced);
    }

    private static AdvancedFieldSelector field(Map<?, ?> json) {
        Map<?, ?> operators = json.get("operators") instanceof Map<?, ?> map ? map : Map.of();
        return AdvancedFieldSelector.builder()
                .field(String.valueOf(json.get("field")))
                .equalsValue(optional(operators.get("Equals")))
                .startsWith(optional(operators.get("StartsWith")))
                .endsWith(optional(operators.get("EndsWith")))
                .notEquals(optional(operators.get("NotEquals")))
                .notStartsWith(optional(operators.get("NotStartsWith")))
                .notEndsWith(optional(operators.get("NotEndsWith")))
                .build();
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        List<Map<?, ?>> all = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : List.of()) {
            if (each instanceof Map<?, ?> map) {
                all.add(map);
            }
        }
        return all;
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static @Nullable List<String> optional(@Nullable Object value) {
        return value == null ? null : texts(value);
    }
}
