package dev.virga.services.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.cloudtrail.AddTagsRequest;
import dev.virga.api.cloudtrail.AdvancedEventSelector;
import dev.virga.api.cloudtrail.AdvancedFieldSelector;
import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.CreateTrailRequest;
import dev.virga.api.cloudtrail.DataResource;
import dev.virga.api.cloudtrail.DeleteTrailRequest;
import dev.virga.api.cloudtrail.DescribeTrailsRequest;
import dev.virga.api.cloudtrail.Event;
import dev.virga.api.cloudtrail.EventSelector;
import dev.virga.api.cloudtrail.GetEventSelectorsRequest;
import dev.virga.api.cloudtrail.GetTrailRequest;
import dev.virga.api.cloudtrail.GetTrailStatusRequest;
import dev.virga.api.cloudtrail.ListTagsRequest;
import dev.virga.api.cloudtrail.ListTrailsRequest;
import dev.virga.api.cloudtrail.LookupAttribute;
import dev.virga.api.cloudtrail.LookupEventsRequest;
import dev.virga.api.cloudtrail.LookupEventsResponse;
import dev.virga.api.cloudtrail.PutEventSelectorsRequest;
import dev.virga.api.cloudtrail.RemoveTagsRequest;
import dev.virga.api.cloudtrail.StartLoggingRequest;
import dev.virga.api.cloudtrail.StopLoggingRequest;
import dev.virga.api.cloudtrail.Tag;
import dev.virga.api.cloudtrail.UpdateTrailRequest;
import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.GetObjectRequest;
import dev.virga.api.s3.ListObjectsV2Request;
import dev.virga.api.s3.PutBucketPolicyRequest;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Timers;
import dev.virga.kernel.audit.EventKinds;
import dev.virga.services.s3.S3;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.Body;
import dev.virga.wire.Json;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CloudTrailTest {
    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final Caller ROOT = new Caller.Root(ACCOUNT);
    private static final Caller ALICE = new Caller.User(ACCOUNT, "/", "alice", "AIDAALICE");

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(Instant.parse("2026-03-01T10:00:30Z"));
    private Store store;
    private Timers timers;
    private CloudTrail trail;
    private LocalCloud cloud;

    @BeforeEach
    void open() throws IOException {
        store = RocksStore.open(folder, Path.of("target", "native"), time);
        timers = new Timers(store, time);
        cloud = new LocalCloud(time, CloudTrailTest::decide);
        trail = new CloudTrail(store, cloud, timers, new EventKinds(), time, ACCOUNT);
        cloud.open(
                new Directory(
                        List.of(trail, new S3(store, cloud, TestSeals.of(store), PolicyPrincipals.BY_NAME, true))),
                trail.callLog());
        timers.start();
        call(S3Ops.CreateBucket, CreateBucketRequest.builder().bucket("audit").build());
    }

    @AfterEach
    void close() {
        trail.close();
        timers.close();
        store.close();
    }

    /// Alice may nothing; CloudTrail may what the bucket's policy says.
    private static Authorizer.Decision decide(Access access, Call call) {
        boolean service = call.caller() instanceof Caller.Service;
        boolean refused = call.caller().equals(ALICE) || (service && access.resourcePolicy() == null);
        return refused ? new Authorizer.Denied("because no identity-based policy allows it") : new Authorizer.Allowed();
    }

    private <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(ROOT, REGION, op, input);
    }

    private List<Event> lookup(String key, String value) {
        LookupAttribute attribute = LookupAttribute.builder()
                .attributeKey(key)
                .attributeValue(value)
                .build();
        return call(
                        CloudtrailOps.LookupEvents,
                        LookupEventsRequest.builder()
                                .lookupAttributes(List.of(attribute))
                                .build())
                .events();
    }

    private static Map<?, ?> json(Event event) {
        return (Map<?, ?>) Json.parse(event.cloudTrailEvent());
    }

    private void allowCloudTrail() {
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                + "\"cloudtrail.amazonaws.com\"},\"Action\":[\"s3:GetBucketAcl\",\"s3:PutObject\"],"
                + "\"Resource\":[\"arn:aws:s3:::audit\",\"arn:aws:s3:::audit/*\"]}]}";
        call(
                S3Ops.PutBucketPolicy,
                PutBucketPolicyRequest.builder().bucket("audit").policy(policy).build());
    }

    private String createTrail() {
        allowCloudTrail();
        return call(
                        CloudtrailOps.CreateTrail,
                        CreateTrailRequest.builder()
                                .name("all")
                                .s3BucketName("audit")
                                .s3KeyPrefix("logs")
                                .build())
                .trailARN();
    }

    @Test
    void aChangeIsOnRecordWhenItIsAnswered() {
        Event event = lookup("EventName", "CreateBucket").getFirst();
        assertThat(event.eventSource()).isEqualTo("s3.amazonaws.com");
        assertThat(event.readOnly()).isEqualTo("false");
        assertThat(event.username()).isEqualTo("root");
        assertThat(event.resources().getFirst().resourceName()).isEqualTo("audit");
        Map<?, ?> json = json(event);
        assertThat(json.get("requestParameters")).isEqualTo(Map.of("bucket", "audit"));
        assertThat(json.get("eventTime")).isEqualTo("2026-03-01T10:00:30Z");
        assertThat(json.get("recipientAccountId")).isEqualTo(ACCOUNT);
        assertThat(((Map<?, ?>) json.get("userIdentity")).get("type")).isEqualTo("Root");
        assertThat(lookup("ResourceName", "audit")).isNotEmpty();
        assertThat(lookup("ResourceType", "AWS::S3::Bucket")).isNotEmpty();
        assertThat(lookup("EventId", event.eventId())).hasSize(1);
        assertThat(lookup("EventSource", "sqs.amazonaws.com")).isEmpty();
        assertThat(lookup("ReadOnly", "false")).hasSize(1);
    }

    @Test
    void aRefusalIsOnRecordWithItsMessageAndCallsOnDataAreNot() {
        assertThatThrownBy(() -> cloud.call(
                        ALICE,
                        REGION,
                        S3Ops.CreateBucket,
                        CreateBucketRequest.builder().bucket("hers").build()))
                .hasMessageContaining("alice is not authorized");
        Event event = lookup("Username", "alice").getFirst();
        assertThat(json(event).get("errorCode")).isEqualTo("AccessDenied");
        assertThat((String) json(event).get("errorMessage")).contains("not authorized to perform: s3:CreateBucket");
        put("x");
        assertThat(lookup("EventName", "PutObject")).isEmpty();
    }

    private void put(String key) {
        call(
                S3Ops.PutObject,
                PutObjectRequest.builder()
                        .bucket("audit")
                        .key(key)
                        .body(Body.of(new byte[] {1}))
                        .build());
    }

    @Test
    void eventsComeInPagesTheNewestFirstAndAreForgottenAfterNinetyDays() throws Exception {
        for (int i = 0; i < 7; i++) {
            time.advance(Duration.ofSeconds(1));
            call(
                    S3Ops.CreateBucket,
                    CreateBucketRequest.builder().bucket("bucket" + i).build());
        }
        LookupEventsRequest.Builder request = LookupEventsRequest.builder()
                .maxResults(5)
                .lookupAttributes(List.of(LookupAttribute.builder()
                        .attributeKey("EventName")
                        .attributeValue("CreateBucket")
                        .build()));
        LookupEventsResponse first = call(CloudtrailOps.LookupEvents, request.build());
        assertThat(first.events()).hasSize(5);
        assertThat(first.events().getFirst().cloudTrailEvent()).contains("bucket6");
        LookupEventsResponse second = call(
                CloudtrailOps.LookupEvents, request.nextToken(first.nextToken()).build());
        assertThat(second.events()).hasSize(3);
        assertThat(second.nextToken()).isNull();
        assertThatThrownBy(() ->
                        call(CloudtrailOps.LookupEvents, request.nextToken("?").build()))
                .hasMessageContaining("NextToken");
        assertThatThrownBy(() -> call(
                        CloudtrailOps.LookupEvents,
                        LookupEventsRequest.builder()
                                .startTime(time.instant())
                                .endTime(time.instant().minusSeconds(1))
                                .build()))
                .hasMessageContaining("start time");
        time.advance(Duration.ofDays(91));
        String domain = EventTable.domain(ACCOUNT, REGION);
        while (!store.scan(domain, new byte[0], null, false, 1, 1).isEmpty()) {
            // The last look-ups may be recorded after a day's sweep; then the next day's takes them.
            time.advance(Duration.ofDays(1));
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aTrailNeedsABucketThatLetsItWrite() {
        CreateTrailRequest.Builder request =
                CreateTrailRequest.builder().name("all").s3BucketName("audit");
        assertThatThrownBy(() -> call(CloudtrailOps.CreateTrail, request.build()))
                .hasMessage("Incorrect S3 bucket policy is detected for bucket: audit");
        createTrail();
        assertThatThrownBy(() -> call(CloudtrailOps.CreateTrail, request.build()))
                .hasMessageContaining("already exists");
        assertThatThrownBy(
                        () -> call(CloudtrailOps.CreateTrail, request.name("x").build()))
                .hasMessageContaining("too short");
        request.name("other");
        assertThatThrownBy(() ->
                        call(CloudtrailOps.CreateTrail, request.kmsKeyId("k").build()))
                .hasMessage("cloudtrail:CreateTrail with KmsKeyId is not implemented");
        assertThatThrownBy(() -> call(
                        CloudtrailOps.UpdateTrail,
                        UpdateTrailRequest.builder()
                                .name("all")
                                .s3BucketName("no-such-one")
                                .build()))
                .hasMessageContaining("no-such-one");
    }

    @Test
    void trailsAreShownTaggedStoppedAndDeleted() {
        String arn = createTrail();
        assertThat(arn).isEqualTo("arn:aws:cloudtrail:eu-west-1:111122223333:trail/all");
        Tag tag = Tag.builder().key("team").value("red").build();
        call(
                CloudtrailOps.AddTags,
                AddTagsRequest.builder().resourceId(arn).tagsList(List.of(tag)).build());
        ListTagsRequest tags =
                ListTagsRequest.builder().resourceIdList(List.of(arn)).build();
        assertThat(call(CloudtrailOps.ListTags, tags)
                        .resourceTagList()
                        .getFirst()
                        .tagsList())
                .containsExactly(tag);
        call(
                CloudtrailOps.RemoveTags,
                RemoveTagsRequest.builder()
                        .resourceId(arn)
                        .tagsList(List.of(tag))
                        .build());
        assertThat(call(CloudtrailOps.ListTags, tags)
                        .resourceTagList()
                        .getFirst()
                        .tagsList())
                .isEmpty();
        call(
                CloudtrailOps.StartLogging,
                StartLoggingRequest.builder().name("all").build());
        GetTrailStatusRequest status = GetTrailStatusRequest.builder().name(arn).build();
        assertThat(call(CloudtrailOps.GetTrailStatus, status).isLogging()).isTrue();
        call(CloudtrailOps.StopLogging, StopLoggingRequest.builder().name("all").build());
        assertThat(call(CloudtrailOps.GetTrailStatus, status).isLogging()).isFalse();
        call(
                CloudtrailOps.UpdateTrail,
                UpdateTrailRequest.builder()
                        .name("all")
                        .isMultiRegionTrail(true)
                        .build());
        assertThat(cloud.call(
                                ROOT,
                                "us-west-2",
                                CloudtrailOps.DescribeTrails,
                                DescribeTrailsRequest.builder().build())
                        .trailList())
                .extracting(dev.virga.api.cloudtrail.Trail::homeRegion)
                .containsExactly(REGION);
        assertThat(call(CloudtrailOps.ListTrails, ListTrailsRequest.builder().build())
                        .trails())
                .hasSize(1);
        DeleteTrailRequest delete = DeleteTrailRequest.builder().name("all").build();
        assertThatThrownBy(() -> cloud.call(ROOT, "us-west-2", CloudtrailOps.DeleteTrail, delete))
                .hasMessageContaining("home region");
        call(CloudtrailOps.DeleteTrail, delete);
        assertThatThrownBy(() -> call(
                        CloudtrailOps.GetTrail,
                        GetTrailRequest.builder().name("all").build()))
                .hasMessage("Unknown trail: all for the user: 111122223333");
    }

    @Test
    void aTrailDeliversWhatItsSelectorsWant() throws Exception {
        createTrail();
        EventSelector objects = EventSelector.builder()
                .readWriteType("WriteOnly")
                .includeManagementEvents(false)
                .dataResources(List.of(DataResource.builder()
                        .type("AWS::S3::Object")
                        .values(List.of("arn:aws:s3:::audit/mine/"))
                        .build()))
                .build();
        call(
                CloudtrailOps.PutEventSelectors,
                PutEventSelectorsRequest.builder()
                        .trailName("all")
                        .eventSelectors(List.of(objects))
                        .build());
        call(
                CloudtrailOps.StartLogging,
                StartLoggingRequest.builder().name("all").build());
        put("mine/1");
        put("others/1");
        time.advance(Duration.ofMinutes(6));
        String prefix = "logs/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/";
        ListObjectsV2Request list =
                ListObjectsV2Request.builder().bucket("audit").prefix(prefix).build();
        while (call(S3Ops.ListObjectsV2, list).contents() == null
                || call(S3Ops.ListObjectsV2, list).contents().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        String key = call(S3Ops.ListObjectsV2, list).contents().getFirst().key();
        assertThat(key).startsWith(prefix + "111122223333_CloudTrail_eu-west-1_20260301T1000Z_");
        try (InputStream zipped =
                call(
                        S3Ops.GetObject,
                        GetObjectRequest.builder().bucket("audit").key(key).build())
                        .body()
                        .stream()) {
            Map<?, ?> file = (Map<?, ?>) Json.parse(new GZIPInputStream(zipped).readAllBytes());
            List<?> records = (List<?>) file.get("Records");
            assertThat(records).hasSize(1);
            assertThat(((Map<?, ?>) records.getFirst()).get("eventCategory")).isEqualTo("Data");
            assertThat(records.getFirst().toString()).contains("mine/1");
        }
    }

    @Test
    void selectorsAreCheckedAndShown() {
        createTrail();
        AdvancedFieldSelector category = AdvancedFieldSelector.builder()
                .field("eventCategory")
                .equalsValue(List.of("Management"))
                .build();
        AdvancedEventSelector writes = AdvancedEventSelector.builder()
                .name("writes")
                .fieldSelectors(List.of(
                        category,
                        AdvancedFieldSelector.builder()
                                .field("readOnly")
                                .equalsValue(List.of("false"))
                                .build()))
                .build();
        call(
                CloudtrailOps.PutEventSelectors,
                PutEventSelectorsRequest.builder()
                        .trailName("all")
                        .advancedEventSelectors(List.of(writes))
                        .build());
        GetEventSelectorsRequest get =
                GetEventSelectorsRequest.builder().trailName("all").build();
        assertThat(call(CloudtrailOps.GetEventSelectors, get).advancedEventSelectors())
                .containsExactly(writes);
        AdvancedEventSelector wrong = AdvancedEventSelector.builder()
                .fieldSelectors(List.of(
                        category,
                        AdvancedFieldSelector.builder()
                                .field("colour")
                                .equalsValue(List.of("red"))
                                .build()))
                .build();
        assertThatThrownBy(() -> call(
                        CloudtrailOps.PutEventSelectors,
                        PutEventSelectorsRequest.builder()
                                .trailName("all")
                                .advancedEventSelectors(List.of(wrong))
                                .build()))
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> call(
                        CloudtrailOps.PutEventSelectors,
                        PutEventSelectorsRequest.builder().trailName("all").build()))
                .hasMessageContaining("either");
    }
}
