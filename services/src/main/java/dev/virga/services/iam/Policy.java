package dev.virga.services.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A managed policy with its versions.
///
/// @param owner account, or `aws` for the policies that AWS manages
/// @param defaultVersion id of the version that is in force, e.g. `v2`
/// @param lastVersion number of the newest version that ever was
/// @param attachments to users, groups and roles
/// @param boundaries users and roles whose permissions boundary it is
record Policy(
        String owner,
        String path,
        String name,
        String id,
        Instant created,
        Instant updated,
        String description,
        Map<String, String> tags,
        List<Version> versions,
        String defaultVersion,
        int lastVersion,
        int attachments,
        int boundaries) {
    static final String KIND = "policy";
    static final String AWS = "aws";

    /// @param id `v1`, `v2` …
    record Version(String id, Instant created, String document) {}

    String arn() {
        return Arns.of(owner, KIND, path, name);
    }

    @Nullable
    Version version(String versionId) {
        for (Version version : versions) {
            if (version.id().equals(versionId)) {
                return version;
            }
        }
        return null;
    }

    /// The document in force.
    String document() {
        Version version = version(defaultVersion);
        if (version == null) {
            throw new IllegalStateException(arn() + " lacks its default version");
        }
        return version.document();
    }

    Policy withTags(Map<String, String> others) {
        return with(others, versions, defaultVersion, lastVersion, updated, attachments, boundaries);
    }

    Policy withVersion(String document, boolean setAsDefault, Instant now) {
        int number = lastVersion + 1;
        Version version = new Version("v" + number, now, document);
        List<Version> more = new ArrayList<>(versions);
        more.addFirst(version);
        return with(tags, more, setAsDefault ? version.id() : defaultVersion, number, now, attachments, boundaries);
    }

    Policy withoutVersion(String versionId, Instant now) {
        List<Version> fewer =
                versions.stream().filter(v -> !v.id().equals(versionId)).toList();
        return with(tags, fewer, defaultVersion, lastVersion, now, attachments, boundaries);
    }

    Policy withDefault(String versionId, Instant now) {
        return with(tags, versions, versionId, lastVersion, now, attachments, boundaries);
    }

    Policy withUse(int moreAttachments, int moreBoundaries) {
        return with(
                tags,
                versions,
                defaultVersion,
                lastVersion,
                updated,
                attachments + moreAttachments,
                boundaries + moreBoundaries);
    }

    private Policy with(
            Map<String, String> newTags,
            List<Version> newVersions,
            String newDefault,
            int newLast,
            Instant newUpdated,
            int newAttachments,
            int newBoundaries) {
        return new Policy(
                owner,
                path,
                name,
                id,
                created,
                newUpdated,
                description,
                newTags,
                newVersions,
                newDefault,
                newLast,
                newAttachments,
                newBoundaries);
    }

    /// As lists show it.
    dev.virga.api.iam.Policy summary() {
        return shape().build();
    }

    /// As `GetPolicy` shows it.
    dev.virga.api.iam.Policy details() {
        return shape().description(description.isEmpty() ? null : description)
                .tags(Tags.list(tags))
                .build();
    }

    private dev.virga.api.iam.Policy.Builder shape() {
        return dev.virga.api.iam.Policy.builder()
                .policyName(name)
                .policyId(id)
                .arn(arn())
                .path(path)
                .defaultVersionId(defaultVersion)
                .attachmentCount(attachments)
                .permissionsBoundaryUsageCount(boundaries)
                .isAttachable(true)
                .createDate(created)
                .updateDate(updated);
    }

    /// @param withDocument lists leave it out
    dev.virga.api.iam.PolicyVersion shape(Version version, boolean withDocument) {
        return dev.virga.api.iam.PolicyVersion.builder()
                .document(withDocument ? Documents.encode(version.document()) : null)
                .versionId(version.id())
                .isDefaultVersion(version.id().equals(defaultVersion))
                .createDate(version.created())
                .build();
    }
}
