package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.GetRandomPasswordRequest;
import dev.virga.api.secretsmanager.GetRandomPasswordResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a password; nothing is kept.
final class GetRandomPassword implements Operation<GetRandomPasswordRequest, GetRandomPasswordResponse> {
    private static final int DEFAULT_LENGTH = 32;
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private final SecureRandom random = new SecureRandom();

    @Override
    public Op<GetRandomPasswordRequest, GetRandomPasswordResponse> op() {
        return SecretsmanagerOps.GetRandomPassword;
    }

    @Override
    public List<Access> access(GetRandomPasswordRequest input, Call call) {
        return SecretAccess.all("GetRandomPassword");
    }

    @Override
    public GetRandomPasswordResponse handle(GetRandomPasswordRequest input, Call call) {
        int length = input.passwordLength() == null ? DEFAULT_LENGTH : Math.toIntExact(input.passwordLength());
        List<String> types = types(input);
        String all = String.join("", types);
        if (all.isEmpty()) {
            throw SecretErrors.parameter(
                    "The password can't be generated: all character types and characters are excluded.");
        }
        boolean each = !Boolean.FALSE.equals(input.requireEachIncludedType());
        if (each && length < types.size()) {
            throw SecretErrors.parameter("PasswordLength " + length + " is too short: the password must contain a"
                    + " character of each of " + types.size() + " types.");
        }
        char[] password = new char[length];
        for (int i = 0; i < length; i++) {
            password[i] = pick(each && i < types.size() ? types.get(i) : all);
        }
        for (int i = length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            char swapped = password[i];
            password[i] = password[other];
            password[other] = swapped;
        }
        return GetRandomPasswordResponse.builder()
                .randomPassword(new String(password))
                .build();
    }

    private char pick(String from) {
        return from.charAt(random.nextInt(from.length()));
    }

    /// The characters that are allowed, type by type; a type of which none is left does not count.
    private static List<String> types(GetRandomPasswordRequest input) {
        String excluded = input.excludeCharacters() == null ? "" : input.excludeCharacters();
        List<String> types = new ArrayList<>();
        add(types, LOWER, input.excludeLowercase(), excluded);
        add(types, UPPER, input.excludeUppercase(), excluded);
        add(types, DIGITS, input.excludeNumbers(), excluded);
        add(types, PUNCTUATION, input.excludePunctuation(), excluded);
        add(types, " ", !Boolean.TRUE.equals(input.includeSpace()), excluded);
        return types;
    }

    private static void add(List<String> types, String type, @Nullable Boolean left, String excluded) {
        if (Boolean.TRUE.equals(left)) {
            return;
        }
        StringBuilder rest = new StringBuilder();
        type.chars().filter(c -> excluded.indexOf(c) < 0).forEach(c -> rest.append((char) c));
        if (!rest.isEmpty()) {
            types.add(rest.toString());
        }
    }
}
