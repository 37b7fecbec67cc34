package dev.virga.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.KmsOps;
import dev.virga.wire.AwsException;
import dev.virga.wire.Validator;
import org.junit.jupiter.api.Test;

class UnknownMembersTest {
    private final UnknownMembers unknown = new UnknownMembers();

    private void validate(CreateKeyRequest.Builder request) {
        try {
            Validator.require(KmsOps.CreateKey, request.build(), unknown);
        } catch (AwsException expected) {
            assertThat(expected.code()).isEqualTo("ValidationException");
        }
    }

    @Test
    void valuesThatTheModelDoesNotHaveAreCountedByWhatBecameOfThem() {
        validate(CreateKeyRequest.builder().keySpec("RSA_9999"));
        validate(CreateKeyRequest.builder().keySpec("RSA_9999").keyUsage("READ_ONLY"));
        validate(CreateKeyRequest.builder().keySpec("RSA_2048").keyUsage("SIGN_VERIFY"));
        assertThat(unknown.seen())
                .containsExactly(
                        new UnknownMembers.Seen(
                                "kms:CreateKey",
                                "CreateKeyRequest.KeySpec",
                                "RSA_9999",
                                UnknownMembers.Fate.ACCEPTED,
                                2),
                        new UnknownMembers.Seen(
                                "kms:CreateKey",
                                "CreateKeyRequest.KeyUsage",
                                "READ_ONLY",
                                UnknownMembers.Fate.REFUSED,
                                1));
        assertThat(unknown.others()).isZero();
    }

    @Test
    void whatNobodyBoundsIsBoundedHere() {
        for (int i = 0; i < UnknownMembers.MAX_NAMES + 7; i++) {
            validate(CreateKeyRequest.builder().keySpec("SPEC_" + i));
        }
        validate(CreateKeyRequest.builder().keyUsage("a word of the client's own: " + "x".repeat(500)));
        assertThat(unknown.seen()).hasSize(UnknownMembers.MAX_NAMES).allSatisfy(one -> assertThat(one.value())
                .hasSizeLessThanOrEqualTo(64));
        assertThat(unknown.others()).isEqualTo(8);
    }
}
