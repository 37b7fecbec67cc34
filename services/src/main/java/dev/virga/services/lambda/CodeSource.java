package dev.virga.services.lambda;

import dev.virga.api.s3.GetObjectOutput;
import dev.virga.api.s3.GetObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the zip file of a request is: in the request, or in a bucket that the caller may read.
final class CodeSource {
    private static final String DEFAULT_ARCHITECTURE = "x86_64";
    /// A zip file of 50 MB in base64.
    private static final long MAX_REQUEST = 69_905_067;

    private final Cloud cloud;
    private final CodeStore code;

    CodeSource(Cloud cloud, CodeStore code) {
        this.cloud = cloud;
        this.code = code;
    }

    /// @param bucket null when the file is in the request
    record Location(
            byte @Nullable [] zipFile,
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String objectVersion) {}

    /// @throws AwsException InvalidParameterValueException, RequestEntityTooLargeException
    FunctionVersion.Code fetch(Location from, @Nullable List<String> architectures, String operation, Call call) {
        String architecture =
                architectures == null || architectures.isEmpty() ? DEFAULT_ARCHITECTURE : architectures.getFirst();
        if (architectures != null && architectures.size() > 1) {
            throw LambdaErrors.validation("Value at 'architectures' failed to satisfy constraint: Member must have"
                    + " length less than or equal to 1");
        }
        byte[] zip = from.zipFile();
        if (zip != null && from.bucket() != null) {
            throw LambdaErrors.invalid("Please do not provide other FunctionCode parameters when providing a ZipFile.");
        }
        if (zip != null) {
            if (zip.length > CodeStore.MAX_ZIPPED) {
                throw LambdaErrors.requestTooLarge(MAX_REQUEST, operation);
            }
            return code.keep(zip, architecture);
        }
        if (from.bucket() == null || from.key() == null) {
            throw LambdaErrors.invalid("Please provide a source for function code.");
        }
        return code.keep(read(from, call), architecture);
    }

    private byte[] read(Location from, Call call) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(from.bucket())
                .key(from.key())
                .versionId(from.objectVersion())
                .build();
        try {
            GetObjectOutput object = cloud.call(call, S3Ops.GetObject, request);
            Body body = object.body();
            try (InputStream stream = body.stream()) {
                byte[] all = stream.readNBytes((int) ZipArchive.MAX_UNZIPPED + 1);
                if (all.length > ZipArchive.MAX_UNZIPPED) {
                    throw LambdaErrors.invalid(
                            "Unzipped size must be smaller than " + ZipArchive.MAX_UNZIPPED + " bytes");
                }
                return all;
            }
        } catch (AwsException e) {
            if (e.status() >= 500 || e.code().startsWith("AccessDenied")) {
                throw e;
            }
            throw LambdaErrors.invalid("Error occurred while GetObject. S3 Error Code: " + e.code()
                    + ". S3 Error Message: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
