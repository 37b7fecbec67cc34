package dev.virga.services.s3;

/// Who holds the key that an object is encrypted with.
enum Method {
    /// Virga itself: SSE-S3.
    S3(0),
    /// KMS: SSE-KMS.
    KMS(1),
    /// The client, who sends it with every request: SSE-C.
    CUSTOMER(2);

    /// In rows.
    private final int code;

    Method(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Method of(long code) {
        for (Method method : values()) {
            if (method.code == code) {
                return method;
            }
        }
        throw new IllegalStateException("a row has an unknown encryption: " + code);
    }
}
