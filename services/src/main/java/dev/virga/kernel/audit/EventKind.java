package dev.virga.kernel.audit;

import dev.virga.wire.Op;
import java.util.Map;
import java.util.Set;

/// How AWS's audit log sorts operations: those that manage resources are always on record, those
/// that work with the data inside them only for who asks for it.
public enum EventKind {
    /// Changes something.
    WRITE,
    /// Manages, but only looks.
    READ,
    /// Works with what is in a resource: objects, items, messages, log lines, invocations.
    DATA;

    private static final Map<String, Set<String>> DATA_OPERATIONS = Map.of(
            "dynamodb",
                    Set.of(
                            "BatchExecuteStatement",
                            "BatchGetItem",
                            "BatchWriteItem",
                            "DeleteItem",
                            "ExecuteStatement",
                            "ExecuteTransaction",
                            "GetItem",
                            "GetRecords",
                            "GetShardIterator",
                            "PutItem",
                            "Query",
                            "Scan",
                            "TransactGetItems",
                            "TransactWriteItems",
                            "UpdateItem"),
            "lambda", Set.of("Invoke", "InvokeAsync", "InvokeWithResponseStream"),
            "sqs",
                    Set.of(
                            "ChangeMessageVisibility",
                            "ChangeMessageVisibilityBatch",
                            "DeleteMessage",
                            "DeleteMessageBatch",
                            "ReceiveMessage",
                            "SendMessage",
                            "SendMessageBatch"),
            "sns", Set.of("Publish", "PublishBatch"),
            "logs", Set.of("FilterLogEvents", "GetLogEvents", "PutLogEvents", "StartLiveTail"),
            "kinesis", Set.of("GetRecords", "GetShardIterator", "PutRecord", "PutRecords", "SubscribeToShard"),
            "events", Set.of("PutEvents"));

    /// Those of S3 that look at or change a bucket itself; all others are about objects.
    private static final Set<String> BUCKET_READS = Set.of("ListBuckets", "ListDirectoryBuckets");

    private static final Set<String> READ_VERBS = Set.of(
            "Get",
            "List",
            "Describe",
            "Head",
            "Lookup",
            "Batch",
            "Query",
            "Scan",
            "Select",
            "Search",
            "Simulate",
            "Validate",
            "Check",
            "Test",
            "Assume",
            "Decode",
            "Decrypt",
            "Encrypt",
            "Generate",
            "Re",
            "Verify",
            "Sign",
            "Derive",
            "Filter",
            "Estimate",
            "Detect",
            "Preview");

    private static final Set<String> WRITES_THAT_SOUND_HARMLESS =
            Set.of("GenerateCredentialReport", "GenerateServiceLastAccessedDetails", "SignalResource", "Receive");

    /// Works it out anew; remember the answer.
    static EventKind classify(Op<?, ?> op) {
        String service = op.model().signingName();
        String name = op.name();
        if (DATA_OPERATIONS.getOrDefault(service, Set.of()).contains(name)
                || (service.equals("s3") && isAboutObjects(name))) {
            return DATA;
        }
        return isReadOnly(op) ? READ : WRITE;
    }

    private static boolean isAboutObjects(String name) {
        return !BUCKET_READS.contains(name)
                && !name.contains("Bucket")
                && !name.contains("PublicAccessBlock")
                && !name.equals("GetObjectLockConfiguration")
                && !name.equals("PutObjectLockConfiguration");
    }

    /// As the field `readOnly` of an event has it.
    public static boolean isReadOnly(Op<?, ?> op) {
        String name = op.name();
        if (WRITES_THAT_SOUND_HARMLESS.contains(name)) {
            return false;
        }
        if (name.equals("BatchWriteItem") || name.equals("BatchExecuteStatement") || name.equals("ReEncrypt")) {
            return name.equals("ReEncrypt");
        }
        int end = 1;
        while (end < name.length() && !Character.isUpperCase(name.charAt(end))) {
            end++;
        }
        return READ_VERBS.contains(name.substring(0, end));
    }
}
