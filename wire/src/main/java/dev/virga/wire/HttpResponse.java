package dev.virga.wire;

/// One HTTP response. Content-Length is set by the HTTP edge from the body's length.
public final class HttpResponse {
    public int status;
    public final Headers headers = new Headers();
    public Body body = Body.EMPTY;

    public HttpResponse(int status) {
        this.status = status;
    }

    public HttpResponse header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    public HttpResponse body(String contentType, byte[] bytes) {
        headers.set("Content-Type", contentType);
        body = Body.of(bytes);
        return this;
    }
}
