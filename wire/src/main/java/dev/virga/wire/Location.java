package dev.virga.wire;

/// Where in an HTTP message a member travels, in the order in which schemas number the places.
public enum Location {
    BODY,
    /// A `{label}` of the path.
    LABEL,
    QUERY,
    /// A map of all query parameters.
    QUERY_PARAMS,
    HEADER,
    /// A map of all headers whose names start with the member's location name.
    PREFIX_HEADERS,
    /// The member is the whole body.
    PAYLOAD,
    STATUS
}
