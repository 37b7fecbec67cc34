package dev.virga.services.s3;

import dev.virga.wire.AwsException;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.PostSignature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The form that a browser sends: its fields, and the file that follows them.
///
/// @param fields by name in lower case, with the name of the file put in
/// @param file not read yet; what follows it in the form is ignored
record PostForm(Map<String, String> fields, InputStream file) {
    private static final int MAX_FIELD_BYTES = 20 * 1024;

    private static final String FILE_NAME = "${filename}";

    /// Reads the fields and stops before the file.
    static PostForm read(HttpRequest request) throws IOException {
        MultipartBody body =
                new MultipartBody(request.body().stream(), request.headers().get("Content-Type", ""));
        Map<String, String> fields = new LinkedHashMap<>();
        int left = MAX_FIELD_BYTES;
        for (Map<String, String> headers = body.next(); headers != null; headers = body.next()) {
            String disposition = headers.getOrDefault("content-disposition", "");
            String name = MultipartBody.parameter(disposition, "name");
            if (name == null) {
                throw MultipartBody.malformed();
            }
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("file")) {
                String fileName = MultipartBody.parameter(disposition, "filename");
                return new PostForm(withName(fields, fileName == null ? "" : fileName), body.content());
            }
            byte[] value = body.content().readNBytes(left + 1);
            left -= value.length + name.length();
            if (left < 0) {
                throw new AwsException(
                        "MaxPostPreDataLengthExceededError",
                        400,
                        "Your POST request fields preceding the upload file were too large.");
            }
            if (fields.put(lower, new String(value, StandardCharsets.UTF_8)) != null) {
                throw S3Errors.invalidArgument("The form has more than one field named '" + name + "'.");
            }
        }
        throw new AwsException(
                "IncorrectNumberOfFilesInPostRequest", 400, "POST requires exactly one file upload per request.");
    }

    /// Only what follows the last slash: old browsers send whole paths.
    private static Map<String, String> withName(Map<String, String> fields, String fileName) {
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        fields.replaceAll((field, value) -> field.equals("policy") ? value : value.replace(FILE_NAME, name));
        return fields;
    }

    String key() {
        String key = fields.get("key");
        if (key == null) {
            throw PostSignature.missing("key");
        }
        if (key.isEmpty()) {
            throw S3Errors.invalidArgument("User key must have a length greater than 0.");
        }
        return key;
    }
}
