package dev.virga.wire;

/// A wire protocol, in the order in which a schema's protocol bits are numbered.
public enum Protocol {
    AWS_JSON_1_0,
    AWS_JSON_1_1,
    AWS_QUERY,
    EC2_QUERY,
    REST_JSON_1,
    REST_XML,
    RPC_V2_CBOR
}
