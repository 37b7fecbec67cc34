package orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** GET /orders?customer=NAME&limit=N&next=TOKEN: a customer's orders, newest first, page by page. */
public final class ListOrders implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE = System.getenv("TABLE");
    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private final DynamoDbClient dynamo =
            DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        Map<String, String> query =
                event.getQueryStringParameters() == null ? Map.of() : event.getQueryStringParameters();
        String customer = query.get("customer");
        if (customer == null || customer.isEmpty()) {
            return answer(400, Map.of("error", "say whose orders: ?customer=NAME"));
        }
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(TABLE)
                .indexName("byCustomer")
                .keyConditionExpression("customer = :customer")
                .expressionAttributeValues(Map.of(":customer", AttributeValue.fromS(customer)))
                .scanIndexForward(false);
        try {
            int limit = Integer.parseInt(query.getOrDefault("limit", "" + PAGE));
            if (limit < 1 || limit > LARGEST_PAGE) {
                return answer(400, Map.of("error", "limit must be from 1 to " + LARGEST_PAGE));
            }
            request.limit(limit);
            if (query.containsKey("next")) {
                request.exclusiveStartKey(readToken(query.get("next")));
            }
        } catch (IllegalArgumentException e) {
            return answer(400, Map.of("error", "limit or next is not valid"));
        }
        try {
            QueryResponse page = dynamo.query(request.build());
            context.getLogger().log("{\"level\":\"INFO\",\"message\":\"orders listed\",\"count\":" + page.count()
                    + ",\"requestId\":\"" + context.getAwsRequestId() + "\"}\n");
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("orders", page.items().stream().map(ListOrders::plain).collect(Collectors.toList()));
            if (page.hasLastEvaluatedKey()) {
                body.put("next", token(page.lastEvaluatedKey()));
            }
            return answer(200, body);
        } catch (DynamoDbException e) {
            context.getLogger().log("{\"level\":\"ERROR\",\"message\":\"query failed\",\"error\":\""
                    + e.awsErrorDetails().errorCode() + "\",\"requestId\":\"" + context.getAwsRequestId() + "\"}\n");
            return answer(500, Map.of("error", "the orders could not be read"));
        }
    }

    private static APIGatewayV2HTTPResponse answer(int status, Object body) {
        try {
            return APIGatewayV2HTTPResponse.builder()
                    .withStatusCode(status)
                    .withHeaders(Map.of("content-type", "application/json"))
                    .withBody(JSON.writeValueAsString(body))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(Map<String, AttributeValue> key) throws IllegalStateException {
        Map<String, String> strings = new LinkedHashMap<>();
        key.forEach((name, value) -> strings.put(name, value.s()));
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(strings));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, AttributeValue> readToken(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            Map<?, ?> strings = JSON.readValue(text, Map.class);
            Map<String, AttributeValue> key = new LinkedHashMap<>();
            strings.forEach((name, value) -> key.put((String) name, AttributeValue.fromS((String) value)));
            return key;
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** An item as plain JSON values. */
    private static Object plain(Map<String, AttributeValue> item) {
        Map<String, Object> result = new LinkedHashMap<>();
        item.forEach((name, value) -> result.put(name, plain(value)));
        return result;
    }

    private static Object plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> new java.math.BigDecimal(value.n());
            case BOOL -> value.bool();
            case M -> plain(value.m());
            case L -> {
                List<Object> list = value.l().stream().map(ListOrders::plain).collect(Collectors.toList());
                yield list;
            }
            default -> null;
        };
    }
}
