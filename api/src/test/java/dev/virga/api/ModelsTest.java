package dev.virga.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.PutItemInput;
import dev.virga.api.dynamodb.ResourceNotFoundException;
import dev.virga.api.dynamodb.TransactionCanceledException;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.NoSuchEntityException;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.TooManyRequestsException;
import dev.virga.api.s3.NoSuchKey;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.sts.StsOps;
import dev.virga.wire.Body;
import dev.virga.wire.Facet;
import dev.virga.wire.Location;
import dev.virga.wire.Member;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.TimestampFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelsTest {
    static List<String> services() {
        return List.copyOf(Models.all().keySet());
    }

    static Model model(String service) {
        return Models.all().get(service).get();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyShapeOpensAndIsMadeByItsGeneratedType(String service) {
        Model model = model(service);
        for (int id = 0; id < model.size(); id++) {
            Shape shape = model.shape(id);
            assertThat(shape.id()).isEqualTo(id);
            compile(shape);
            for (Member member : shape.members()) {
                compile(member);
                assertThat(member.target().model()).isSameAs(model);
                if (shape.kind() == Shape.Kind.STRUCTURE || shape.kind() == Shape.Kind.UNION) {
                    assertThat(shape.member(member.name())).isSameAs(member);
                }
            }
            if (shape.kind() == Shape.Kind.STRUCTURE) {
                Struct value = shape.make(new Object[shape.members().size()]);
                assertThat(value.shapeId()).isEqualTo(id);
                shape.members().forEach(m -> assertThat(value.at(m.index())).isNull());
            }
        }
    }

    private static void compile(Facet facet) {
        if (facet.pattern() != null) {
            facet.regex();
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyOperationHasStructuresErrorsAndARouteIfItIsRest(String service) {
        Model model = model(service);
        boolean rest = model.speaks(Protocol.REST_JSON_1) || model.speaks(Protocol.REST_XML);
        assertThat(model.ops()).isNotEmpty();
        for (Op<?, ?> op : model.ops().values()) {
            assertThat(op.input().kind()).isEqualTo(Shape.Kind.STRUCTURE);
            assertThat(op.output().kind()).isEqualTo(Shape.Kind.STRUCTURE);
            op.errors().forEach(e -> assertThat(e.httpStatus()).isBetween(400, 599));
            assertThat(op.uri() != null).isEqualTo(rest);
            if (rest) {
                op.input().members().stream()
                        .filter(m -> m.location() == Location.LABEL)
                        .forEach(m -> assertThat(op.uri()).containsPattern("\\{" + m.name() + "\\+?\\}"));
            }
        }
        assertThat(List.copyOf(model.ops().keySet())).isSorted();
    }

    @Test
    void theServiceSaysHowItIsFound() {
        Model dynamodb = DynamodbOps.MODEL;
        assertThat(dynamodb.serviceId()).isEqualTo("DynamoDB");
        assertThat(dynamodb.targetPrefix()).isEqualTo("DynamoDB_20120810");
        assertThat(dynamodb.endpointPrefix()).isEqualTo("dynamodb");
        assertThat(dynamodb.signingName()).isEqualTo("dynamodb");
        assertThat(dynamodb.apiVersion()).isEqualTo("2012-08-10");
        assertThat(dynamodb.protocols()).containsExactly(Protocol.AWS_JSON_1_0);
        assertThat(model("apigatewayv2").signingName()).isEqualTo("apigateway");
        assertThat(model("sqs").awsQueryCompatible()).isTrue();
        assertThat(IamOps.MODEL.xmlNamespace()).isEqualTo("https://iam.amazonaws.com/doc/2010-05-08/");
        assertThat(S3Ops.MODEL.noErrorWrapping()).isTrue();
        assertThat(StsOps.AssumeRoleWithWebIdentity.noAuth()).isTrue();
        assertThat(StsOps.AssumeRole.noAuth()).isFalse();
        assertThat(S3Ops.GetBucketLocation.unwrappedOutput()).isTrue();
        assertThat(S3Ops.GetObject.uri()).isEqualTo("/{Bucket}/{Key+}");
    }

    @Test
    void facetsSurviveTheSchema() {
        Member table = member(DynamodbOps.PutItem.input(), "TableName");
        assertThat(table.required()).isTrue();
        assertThat(table.hasLength()).isTrue();
        assertThat(table.min()).isEqualTo(1);
        assertThat(table.max()).isEqualTo(1024);

        Shape put = S3Ops.PutObject.input();
        assertThat(member(put, "Key").location()).isEqualTo(Location.LABEL);
        assertThat(member(put, "ContentType").locationName()).isEqualTo("Content-Type");
        assertThat(member(put, "Metadata").location()).isEqualTo(Location.PREFIX_HEADERS);
        assertThat(member(put, "Metadata").locationName()).isEqualTo("x-amz-meta-");
        assertThat(member(put, "Body").streaming()).isTrue();
        assertThat(put.bindings().payload()).isSameAs(member(put, "Body"));
        assertThat(put.bindings().body()).isEmpty();
        assertThat(member(S3Ops.GetObject.output(), "Expires").location()).isEqualTo(Location.HEADER);
        assertThat(member(S3Ops.GetObject.input(), "ResponseExpires").timestampFormat())
                .isEqualTo(TimestampFormat.HTTP_DATE);
        assertThat(member(S3Ops.ListObjectsV2.output(), "Contents").flattened()).isTrue();
        assertThat(S3Ops.ListObjectsV2.output().explicitXmlName()).isEqualTo("ListBucketResult");
        Member grantee = member(
                        member(S3Ops.PutBucketAcl.input(), "AccessControlPolicy")
                                .target(),
                        "Grants")
                .target()
                .element()
                .target()
                .members()
                .get(0);
        assertThat(grantee.target().xmlNamespacePrefix()).isEqualTo("xsi");
        assertThat(member(grantee.target(), "Type").xmlAttribute()).isTrue();
        assertThat(member(grantee.target(), "Type").xmlName()).isEqualTo("xsi:type");

        Member statusCode = member(LambdaOps.Invoke.output(), "StatusCode");
        assertThat(statusCode.location()).isEqualTo(Location.STATUS);
        assertThat(member(LambdaOps.CreateFunction.input(), "Runtime").target().hasEnumValue("provided.al2023"))
                .isTrue();
        Member memory = member(LambdaOps.CreateFunction.input(), "MemorySize");
        assertThat(memory.hasRange()).isTrue();
        assertThat(memory.min()).isEqualTo(128);
        assertThat(member(LambdaOps.Invoke.input(), "Payload").sensitive()).isTrue();
        assertThat(member(model("apigatewayv2").op("CreateApi").input(), "ProtocolType")
                        .jsonName())
                .isEqualTo("protocolType");
        assertThat(IamOps.DeleteRole.hasOutput()).isFalse();
        assertThat(IamOps.CreateRole.hasOutput()).isTrue();
    }

    private static Member member(Shape shape, String name) {
        Member member = shape.member(name);
        assertThat(member).as(shape + "$" + name).isNotNull();
        return member;
    }

    @Test
    void validationIsSkippedWhereNothingCanBeViolated() {
        assertThat(DynamodbOps.PutItem.input().needsValidation()).isTrue();
        assertThat(IamOps.DeleteRole.output().needsValidation()).isFalse();
    }

    @Test
    void patternsDescribeTheWholeValue() {
        Member name = member(LambdaOps.CreateFunction.input(), "FunctionName");
        assertThat(name.regex().matcher("create-order").find()).isTrue();
        assertThat(name.regex().matcher("create order!").find()).isFalse();
        assertThat(name.regex().matcher("create-order\n").find()).isFalse();
        Member alias = member(LambdaOps.CreateAlias.input(), "Name");
        assertThat(alias.regex().matcher("live").find()).isTrue();
        assertThat(alias.regex().matcher("12").find()).isFalse();
    }

    @Test
    void recordsAreBuiltAndChanged() {
        PutItemInput put = PutItemInput.builder()
                .tableName("orders")
                .item(Map.of("id", new AttributeValue.S("1")))
                .build();
        PutItemInput other = put.toBuilder().tableName("others").build();
        assertThat(other.item()).isSameAs(put.item());
        assertThat(other.tableName()).isEqualTo("others");
        Shape shape = DynamodbOps.PutItem.input();
        assertThat(other.at(member(shape, "TableName").index())).isEqualTo("others");
        assertThat(S3Ops.PutObject.input().members()).hasSizeGreaterThan(30);
        Body body = Body.of(new byte[] {1});
        assertThat(dev.virga.api.s3.PutObjectRequest.builder()
                        .body(body)
                        .build()
                        .body())
                .isSameAs(body);
    }

    @Test
    void unionsAreMadeByTag() {
        Shape value =
                member(DynamodbOps.PutItem.input(), "Item").target().mapValue().target();
        assertThat(value.kind()).isEqualTo(Shape.Kind.UNION);
        int tag = member(value, "BOOL").index();
        assertThat(value.make(tag, true)).isEqualTo(new AttributeValue.BOOL(true));
        assertThat(new AttributeValue.BOOL(true).tag()).isEqualTo(tag);
        assertThatThrownBy(() -> value.make(99, true)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void errorsKnowTheirCodeAndStatus() {
        assertThat(new ResourceNotFoundException("gone").status()).isEqualTo(400);
        assertThat(new ResourceNotFoundException("gone").code()).isEqualTo("ResourceNotFoundException");
        assertThat(new NoSuchEntityException("gone").code()).isEqualTo("NoSuchEntity");
        assertThat(new NoSuchEntityException("gone").status()).isEqualTo(404);
        assertThat(new NoSuchKey("gone").status()).isEqualTo(404);
        assertThat(new NoSuchKey("gone")).hasMessage("gone");
        TooManyRequestsException slow = new TooManyRequestsException("slow").reason("CallerRateLimitExceeded");
        Shape shape = LambdaOps.MODEL.shape(slow.shapeId());
        assertThat(shape.httpStatus()).isEqualTo(429);
        assertThat(slow.at(member(shape, "Reason").index())).isEqualTo("CallerRateLimitExceeded");
        assertThat(slow.at(member(shape, "message").index())).isEqualTo("slow");
        assertThat(new TransactionCanceledException("no").cancellationReasons()).isNull();
        Shape entity = IamOps.MODEL.shape(new NoSuchEntityException("gone").shapeId());
        assertThat(entity.queryCode()).isEqualTo("NoSuchEntity");
    }

    @Test
    void manyThreadsSeeTheSameShapes() throws Exception {
        Model model = new Model(
                DynamodbOps.class.getResourceAsStream("schema.bin").readAllBytes(), dev.virga.wire.Types.DYNAMIC);
        List<Callable<List<Shape>>> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            readers.add(() -> {
                List<Shape> seen = new ArrayList<>();
                for (int id = 0; id < model.size(); id++) {
                    seen.add(model.shape(id));
                    model.shape(id).members().forEach(m -> seen.add(m.target()));
                }
                return seen;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(readers.size())) {
            List<Shape> first = null;
            for (Future<List<Shape>> reader : threads.invokeAll(readers)) {
                List<Shape> seen = reader.get();
                if (first != null) {
                    for (int i = 0; i < seen.size(); i++) {
                        assertThat(seen.get(i)).isSameAs(first.get(i));
                    }
                }
                first = seen;
            }
        }
    }

    @Test
    void aSchemaOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> new Model(new byte[] {'V', 'S', 9, 0}, dev.virga.wire.Types.DYNAMIC))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
