package dev.virga.bench.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.GetItemOutput;
import dev.virga.api.dynamodb.PutItemInput;
import dev.virga.api.dynamodb.PutItemOutput;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.s3.DeleteObjectsOutput;
import dev.virga.api.s3.ListObjectsV2Output;
import dev.virga.api.s3.S3Object;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.sqs.Message;
import dev.virga.api.sqs.ReceiveMessageResult;
import dev.virga.api.sqs.SendMessageResult;
import dev.virga.api.sqs.SqsOps;
import dev.virga.wire.Answers;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Json;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.Struct;
import dev.virga.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is decoded and encoded in one protocol.
///
/// @param request of the operation `op`
/// @param answer what `op` answers
/// @param output an answer of some size, of the operation `read`
/// @param json the request's members as JSON: what Jackson reads where it has no format for the
///     protocol
record Sample(Op<?, ?> op, HttpRequest request, Struct answer, Op<?, ?> read, Struct output, byte[] json) {
    /// 750 bytes.
    private static final String PUT_ITEM = """
            {"TableName":"orders","ReturnConsumedCapacity":"NONE","Item":{
            "customer":{"S":"customer-0d2f6a0c-54cf-4a8a-9a3b-8d1f5b2b7c11"},"order":{"S":"2026-11-21#000017"},
            "state":{"S":"PAID"},"total":{"N":"129.90"},"currency":{"S":"EUR"},"express":{"BOOL":true},
            "lines":{"L":[{"M":{"sku":{"S":"A-1001"},"count":{"N":"2"},"price":{"N":"39.95"}}},
            {"M":{"sku":{"S":"B-2002"},"count":{"N":"1"},"price":{"N":"50.00"}}}]},
            "tags":{"SS":["web","gift","eu"]},"note":{"NULL":true},
            "address":{"M":{"street":{"S":"Example Street 17"},"city":{"S":"Example"},"zip":{"S":"12345"}}},
            "pad":{"S":"%s"}}}""";

    static Sample of(Protocol protocol) {
        return switch (protocol) {
            case AWS_JSON_1_0 -> dynamodb(false);
            case RPC_V2_CBOR -> dynamodb(true);
            case AWS_QUERY -> sqs();
            case REST_JSON_1 -> lambda();
            case REST_XML -> s3();
            case AWS_JSON_1_1, EC2_QUERY, AWS_CBOR_1_1 ->
                throw new IllegalArgumentException("the same code as another protocol: " + protocol);
        };
    }

    private static HttpRequest post(String path, byte[] body, String... headers) {
        Headers all = new Headers();
        all.add("Host", "127.0.0.1:4566").add("Accept-Encoding", "identity").add("User-Agent", "Boto3/1.43.11");
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return new HttpRequest("POST", path, null, all, Body.of(body), "127.0.0.1", false);
    }

    private static Sample dynamodb(boolean cbor) {
        String without = PUT_ITEM.replace("\n", "").replace("%s", "");
        String text = PUT_ITEM.replace("\n", "").replace("%s", "x".repeat(750 - without.length()));
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        HttpRequest request;
        try {
            request = cbor
                    ? post(
                            "/service/DynamoDB_20120810/operation/PutItem",
                            new CBORMapper().writeValueAsBytes(new ObjectMapper().readTree(json)),
                            "Smithy-Protocol",
                            "rpc-v2-cbor",
                            "Content-Type",
                            "application/cbor")
                    : post(
                            "/",
                            json,
                            "X-Amz-Target",
                            "DynamoDB_20120810.PutItem",
                            "Content-Type",
                            "application/x-amz-json-1.0");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        PutItemInput input =
                (PutItemInput) Wire.decode(DynamodbOps.MODEL, request, 1 << 20).input();
        Map<String, AttributeValue> item = input.item();
        return new Sample(
                DynamodbOps.PutItem,
                request,
                PutItemOutput.builder().build(),
                DynamodbOps.GetItem,
                GetItemOutput.builder().item(item).build(),
                request.body().inMemory() && cbor ? cborOf(json) : json);
    }

    private static byte[] cborOf(byte[] json) {
        try {
            return new CBORMapper().writeValueAsBytes(new ObjectMapper().readTree(json));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Sample sqs() {
        String form = "Action=SendMessage&Version=2012-11-05"
                + "&QueueUrl=http%3A%2F%2F127.0.0.1%3A4566%2F000000000000%2Forders&MessageBody=" + "x".repeat(500)
                + "&MessageAttribute.1.Name=kind&MessageAttribute.1.Value.DataType=String"
                + "&MessageAttribute.1.Value.StringValue=order&MessageAttribute.2.Name=total"
                + "&MessageAttribute.2.Value.DataType=Number&MessageAttribute.2.Value.StringValue=129.90";
        byte[] json = """
                {"QueueUrl":"http://127.0.0.1:4566/000000000000/orders","MessageBody":"%s","MessageAttributes":
                {"kind":{"DataType":"String","StringValue":"order"},"total":{"DataType":"Number","StringValue":"129.90"}}}""".formatted("x".repeat(500)).getBytes(StandardCharsets.UTF_8);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            messages.add(Message.builder()
                    .messageId("5fea7756-0ea4-451a-a703-a558b933e274")
                    .receiptHandle("A".repeat(120))
                    .mD5OfBody("9bb58f26192e4ba00f01e2e7b136bbd8")
                    .body("x".repeat(100))
                    .attributes(Map.of("ApproximateReceiveCount", "1"))
                    .build());
        }
        return new Sample(
                SqsOps.SendMessage,
                post(
                        "/",
                        form.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-www-form-urlencoded; charset=utf-8"),
                SendMessageResult.builder()
                        .messageId("5fea7756-0ea4-451a-a703-a558b933e274")
                        .mD5OfMessageBody("9bb58f26192e4ba00f01e2e7b136bbd8")
                        .build(),
                SqsOps.ReceiveMessage,
                ReceiveMessageResult.builder().messages(messages).build(),
                json);
    }

    private static Sample lambda() {
        byte[] json = """
                {"FunctionName":"place-order","Runtime":"nodejs22.x","Handler":"index.handler",
                "Role":"arn:aws:iam::000000000000:role/place-order","Timeout":10,"MemorySize":512,"Publish":true,
                "Code":{"S3Bucket":"deployments","S3Key":"place-order.zip"},"PackageType":"Zip",
                "Environment":{"Variables":{"TABLE":"orders","STAGE":"prod","LOG_LEVEL":"INFO"}},
                "Tags":{"team":"shop","cost":"42"},"TracingConfig":{"Mode":"Active"},"Architectures":["x86_64"],
                "Description":"%s"}""".formatted("x".repeat(200)).getBytes(StandardCharsets.UTF_8);
        FunctionConfiguration configuration = FunctionConfiguration.builder()
                .functionName("place-order")
                .functionArn("arn:aws:lambda:us-east-1:000000000000:function:place-order")
                .runtime("nodejs22.x")
                .role("arn:aws:iam::000000000000:role/place-order")
                .handler("index.handler")
                .codeSize(12345L)
                .description("x".repeat(200))
                .timeout(10)
                .memorySize(512)
                .lastModified("2026-11-21T12:00:00.000+0000")
                .codeSha256("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
                .version("$LATEST")
                .state("Active")
                .build();
        return new Sample(
                LambdaOps.CreateFunction,
                post("/2015-03-31/functions", json, "Content-Type", "application/json"),
                configuration,
                LambdaOps.GetFunctionConfiguration,
                configuration,
                json);
    }

    private static Sample s3() {
        StringBuilder xml = new StringBuilder("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        StringBuilder json = new StringBuilder("{\"Delete\":{\"Objects\":[");
        List<S3Object> objects = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String key = "orders/2026/11/21/order-" + i + ".json";
            xml.append("<Object><Key>").append(key).append("</Key></Object>");
            json.append(i == 0 ? "" : ",").append("{\"Key\":\"").append(key).append("\"}");
            objects.add(S3Object.builder()
                    .key(key)
                    .eTag("\"9bb58f26192e4ba00f01e2e7b136bbd8\"")
                    .size(1024L)
                    .lastModified(Instant.ofEpochSecond(1_790_000_000))
                    .storageClass("STANDARD")
                    .build());
        }
        xml.append("<Quiet>true</Quiet></Delete>");
        json.append("],\"Quiet\":true}}");
        HttpRequest body =
                post("/bench", xml.toString().getBytes(StandardCharsets.UTF_8), "Content-Type", "application/xml");
        HttpRequest request =
                new HttpRequest("POST", "/bench", "delete", body.headers(), body.body(), body.remoteAddress(), false);
        return new Sample(
                S3Ops.DeleteObjects,
                request,
                DeleteObjectsOutput.builder().build(),
                S3Ops.ListObjectsV2,
                ListObjectsV2Output.builder()
                        .name("bench")
                        .keyCount(10)
                        .maxKeys(1000)
                        .isTruncated(false)
                        .contents(objects)
                        .build(),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// The output as the Maps and Lists that Jackson would be given.
    Object tree() throws IOException {
        byte[] body = Answers.encode(Protocol.AWS_JSON_1_0, read, output, "request")
                .body
                .bytes(1 << 20);
        Object tree = Json.parse(body);
        if (tree == null) {
            throw new IllegalStateException("an output is never null");
        }
        return tree;
    }
}
