package dev.virga.services.sts;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Gets one small document from an address that somebody else chose. Everything about it is
/// distrusted: TLS only; the address that was checked is the one that is connected to, so that a
/// name cannot change its mind in between; no redirects; every size and time is limited.
///
/// With `loopback`, an issuer on this machine may be asked as well, without TLS: for development.
final class HttpsFetch {
    static final int MAX_BODY_BYTES = 256 << 10;
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int MAX_CHUNK_LINE_BYTES = 256;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration READ = Duration.ofSeconds(5);
    private static final Duration ALTOGETHER = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final boolean loopback;

    HttpsFetch(boolean loopback) {
        this.loopback = loopback;
    }

    /// @param thumbprints of certificates that are trusted beside the well-known authorities
    /// @throws IOException what went wrong, for whoever configured the address
    byte[] get(URI uri, List<String> thumbprints) throws IOException {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().name("fetch " + uri.getHost()).start(() -> {
            try {
                answer.complete(fetch(uri, thumbprints));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(ALTOGETHER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(uri + " takes longer than " + ALTOGETHER.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(message(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            // Closes the socket of a virtual thread that waits for it.
            worker.interrupt();
        }
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
    }

    private byte[] fetch(URI uri, List<String> thumbprints) throws IOException {
        String host = uri.getHost();
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (host == null || uri.getRawUserInfo() != null || (!secure && !"http".equalsIgnoreCase(uri.getScheme()))) {
            throw new IOException(uri + " is no https address");
        }
        InetAddress address = address(host, secure);
        int port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
            socket.setSoTimeout((int) READ.toMillis());
            if (!secure) {
                return talk(socket, uri);
            }
            try (SSLSocket tls = tls(socket, host, port, thumbprints)) {
                tls.startHandshake();
                return talk(tls, uri);
            }
        }
    }

    /// The first address of the host; every one of them has to be allowed.
    private InetAddress address(String host, boolean secure) throws IOException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] all = InetAddress.getAllByName(name);
        for (InetAddress address : all) {
            boolean here = loopback && address.isLoopbackAddress();
            if (!here && !(secure && PublicAddress.is(address))) {
                throw new IOException(host + " is not an address on the internet that speaks https");
            }
        }
        return all[0];
    }

    private static SSLSocket tls(Socket socket, String host, int port, List<String> thumbprints) throws IOException {
        try {
            SSLSocket tls = (SSLSocket)
                    ThumbprintTrust.context(thumbprints).getSocketFactory().createSocket(socket, host, port, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static byte[] talk(Socket socket, URI uri) throws IOException {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String request = "GET " + path + query + " HTTP/1.1\r\nHost: " + uri.getRawAuthority()
                + "\r\nAccept: application/json\r\nUser-Agent: virga\r\nConnection: close\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String status = line(in, MAX_HEAD_BYTES);
        String[] parts = status.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].equals(String.valueOf(OK))) {
            throw new IOException(uri + " answers \"" + printable(status) + "\"");
        }
        Map<String, String> headers = headers(in);
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks(in);
        }
        byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
        return checked(body, headers.get("content-length"));
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), 100)).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        int left = MAX_HEAD_BYTES;
        while (true) {
            String line = line(in, left);
            if (line.isEmpty()) {
                return headers;
            }
            left -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
    }

    private static byte[] checked(byte[] body, @Nullable String length) throws IOException {
        if (body.length > MAX_BODY_BYTES) {
            throw tooLong();
        }
        if (length != null && !length.equals(String.valueOf(body.length))) {
            throw new IOException("the answer ends too early");
        }
        return body;
    }

    private static IOException tooLong() {
        return new IOException("the answer is longer than " + MAX_BODY_BYTES + " bytes");
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in, MAX_CHUNK_LINE_BYTES).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                throw new IOException("the answer's chunks cannot be read");
            }
            int bytes = Integer.parseInt(size, 16);
            if (bytes == 0) {
                return body.toByteArray();
            }
            if (bytes > MAX_BODY_BYTES - body.size()) {
                throw tooLong();
            }
            byte[] chunk = in.readNBytes(bytes);
            if (chunk.length < bytes || !line(in, 2).isEmpty()) {
                throw new IOException("the answer ends too early");
            }
            body.writeBytes(chunk);
        }
    }

    /// Without its end.
    private static String line(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the answer ends too early");
            }
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            if (line.size() >= limit) {
                throw new IOException("the answer's head is longer than " + MAX_HEAD_BYTES + " bytes");
            }
            line.write(next);
        }
    }
}
