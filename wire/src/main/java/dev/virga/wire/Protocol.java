package dev.virga.wire;

/// A wire protocol, in the order in which a schema's protocol bits are numbered.
public enum Protocol {
    AWS_JSON_1_0,
    AWS_JSON_1_1,
    AWS_QUERY,
    EC2_QUERY,
    REST_JSON_1,
    REST_XML,
    RPC_V2_CBOR,
    /// awsJson with bodies in CBOR, as older clients of Kinesis speak it. No model names it: every
    /// service with `X-Amz-Target` takes it.
    AWS_CBOR_1_1;

    /// awsJson, or its form in CBOR: the operation is named in `X-Amz-Target`.
    boolean targeted() {
        return this == AWS_JSON_1_0 || this == AWS_JSON_1_1 || this == AWS_CBOR_1_1;
    }

    /// Members are spread over path, query, headers and body.
    boolean rest() {
        return this == REST_JSON_1 || this == REST_XML;
    }

    boolean cbor() {
        return this == RPC_V2_CBOR || this == AWS_CBOR_1_1;
    }
}
