package dev.virga.services.iam;

import dev.virga.api.iam.PasswordPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The users of an account and what they can sign in with, one a line.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html>
final class CredentialReport {
    /// How long a report may be fetched, and no new one is made.
    static final Duration LIFE = Duration.ofHours(4);

    private static final int KEYS = 2;
    private static final String NONE = "N/A";
    private static final String HEADER = "user,arn,user_creation_time,password_enabled,password_last_used,"
            + "password_last_changed,password_next_rotation,mfa_active,access_key_1_active,"
            + "access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,"
            + "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
            + "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
            + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    private final Tables tables;

    CredentialReport(Tables tables) {
        this.tables = tables;
    }

    String csv(String account) {
        StringBuilder csv = new StringBuilder(HEADER);
        PasswordPolicy policy = tables.accounts.passwordPolicy(account);
        csv.append('\n').append(String.join(",", root(account)));
        for (User user : tables.users.all(account)) {
            csv.append('\n').append(String.join(",", line(user, policy)));
        }
        return csv.toString();
    }

    private List<String> root(String account) {
        List<String> fields = new ArrayList<>(List.of(
                "<root_account>",
                "arn:aws:iam::" + account + ":root",
                time(Instant.EPOCH),
                "not_supported",
                "no_information",
                "not_supported",
                "not_supported",
                "false"));
        AccessKeyTable.AccessKey key = tables.accessKeys.rootOf(account);
        keys(key == null ? List.of() : List.of(key), fields);
        certificates(List.of(), fields);
        return fields;
    }

    private List<String> line(User user, @Nullable PasswordPolicy policy) {
        EntityTable.Stored<Login> stored = tables.logins.find(user.account(), user.name());
        Login login = stored == null ? null : stored.value();
        Integer age = policy == null ? null : policy.maxPasswordAge();
        List<String> fields = new ArrayList<>(List.of(
                user.name(),
                user.arn(),
                time(user.created()),
                String.valueOf(login != null),
                login == null ? NONE : "no_information",
                login == null ? NONE : time(login.changed()),
                login == null || age == null ? NONE : time(login.changed().plus(Duration.ofDays(age))),
                String.valueOf(!tables.devicesOf(user.account(), user.name()).isEmpty())));
        keys(
                user.accessKeys().stream()
                        .map(tables.accessKeys::find)
                        .filter(Objects::nonNull)
                        .toList(),
                fields);
        certificates(tables.signingCertificates.of(user.account(), user.name()), fields);
        return fields;
    }

    private void keys(List<AccessKeyTable.AccessKey> keys, List<String> fields) {
        for (int i = 0; i < KEYS; i++) {
            if (i >= keys.size()) {
                fields.addAll(List.of("false", NONE, NONE, NONE, NONE));
                continue;
            }
            AccessKeyTable.AccessKey key = keys.get(i);
            AccessKeyTable.LastUsed used = tables.accessKeys.lastUsed(key.id());
            fields.add(String.valueOf(key.active()));
            fields.add(time(key.created()));
            fields.addAll(
                    used == null
                            ? List.of(NONE, NONE, NONE)
                            : List.of(time(used.when()), used.region(), used.service()));
        }
    }

    private static void certificates(List<SigningCertificate> certificates, List<String> fields) {
        for (int i = 0; i < SigningCertificate.PER_USER; i++) {
            SigningCertificate each = i < certificates.size() ? certificates.get(i) : null;
            fields.addAll(
                    each == null
                            ? List.of("false", NONE)
                            : List.of(String.valueOf(each.active()), time(each.uploaded())));
        }
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time).replace("Z", "+00:00");
    }
}
