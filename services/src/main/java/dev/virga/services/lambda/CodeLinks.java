package dev.virga.services.lambda;

import dev.virga.kernel.Call;
import dev.virga.kernel.Door;
import dev.virga.kernel.Time;
import dev.virga.services.lambda.FunctionVersion.Code;
import dev.virga.wire.Body;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.QueryString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Links with which a package can be downloaded for ten minutes, without other credentials: what
/// `Code.Location` holds.
///
///     ENDPOINT/_lambda/code/SHA256-LENGTH?expires=SECONDS&signature=HEX
final class CodeLinks implements Door {
    /// No bucket can have such a name, so that S3's paths are not in the way.
    private static final String PATH = "/_lambda/code/";
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{64})-(\\d{1,12})");
    private static final Duration VALID = Duration.ofMinutes(10);

    private final SecretKeySpec key;
    private final CodeStore code;
    private final Time time;

    /// @param key secret of this installation
    CodeLinks(byte[] key, CodeStore code, Time time) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.code = code;
        this.time = time;
    }

    String link(Code of, Call call) {
        String name = of.blob() + "-" + of.length();
        long expires = call.time().plus(VALID).getEpochSecond();
        return call.endpoint() + PATH + name + "?expires=" + expires + "&signature=" + sign(name, expires);
    }

    private String sign(String name, long expires) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] text = ("lambda code " + name + " " + expires).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean takes(HttpRequest request) {
        return request.rawPath().startsWith(PATH);
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        Matcher form = FORM.matcher(request.rawPath().substring(PATH.length()));
        if (!form.matches() || !valid(form.group(), request.rawQuery())) {
            return new HttpResponse(403)
                    .body("text/plain", "This link is not valid any more.\n".getBytes(StandardCharsets.UTF_8));
        }
        long length = Long.parseLong(form.group(2));
        try {
            HttpResponse response = new HttpResponse(200).header("Content-Type", "application/zip");
            response.body = new Body(code.open(new Code(form.group(1), length, 0, "", "")), length);
            return response;
        } catch (NoSuchFileException e) {
            return new HttpResponse(404);
        }
    }

    private boolean valid(String name, @Nullable String rawQuery) {
        if (rawQuery == null) {
            return false;
        }
        QueryString query = QueryString.parse(rawQuery, false);
        String expires = query.get("expires");
        String signature = query.get("signature");
        if (expires == null || signature == null || !expires.matches("\\d{1,12}")) {
            return false;
        }
        long seconds = Long.parseLong(expires);
        byte[] expected = sign(name, seconds).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))
                && time.instant().getEpochSecond() <= seconds;
    }
}
