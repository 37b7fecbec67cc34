package dev.virga.services.cloudformation;

import dev.virga.api.lambda.FunctionCode;
import dev.virga.api.lambda.UpdateFunctionCodeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// `Code` of a function: an archive in S3, or the text of one file.
final class FunctionCodes {
    /// CloudFormation's limit for a function in the template.
    static final int MAX_INLINE = 4 << 20;

    private FunctionCodes() {}

    static FunctionCode of(Properties function) {
        Properties code = function.object("Code");
        new Schema("ZipFile S3Bucket S3Key S3ObjectVersion ImageUri- SourceKMSKeyArn-")
                .check("AWS::Lambda::Function Code", code.tree(), "");
        return FunctionCode.builder()
                .zipFile(archive(function, code.text("ZipFile")))
                .s3Bucket(code.text("S3Bucket"))
                .s3Key(code.text("S3Key"))
                .s3ObjectVersion(code.text("S3ObjectVersion"))
                .build();
    }

    static UpdateFunctionCodeRequest update(String name, Properties function) {
        FunctionCode code = of(function);
        List<String> architectures = function.texts("Architectures");
        return UpdateFunctionCodeRequest.builder()
                .functionName(name)
                .zipFile(code.zipFile())
                .s3Bucket(code.s3Bucket())
                .s3Key(code.s3Key())
                .s3ObjectVersion(code.s3ObjectVersion())
                .architectures(architectures.isEmpty() ? null : architectures)
                .build();
    }

    /// The text as `index.js` or `index.py` in an archive, which is the same for the same text.
    private static byte @Nullable [] archive(Properties function, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.length() > MAX_INLINE) {
            throw CfnErrors.validation("Code.ZipFile can have at most " + MAX_INLINE + " characters");
        }
        String runtime = function.text("Runtime", "");
        String extension = runtime.startsWith("python") ? ".py" : runtime.startsWith("nodejs") ? ".js" : null;
        if (extension == null) {
            throw CfnErrors.validation("ZipFile can only be used when Runtime is set to either of nodejs or python.");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("index" + extension);
            entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
