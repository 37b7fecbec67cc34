package dev.virga.wire;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The traits of a shape or of a member. A member has inherited its target's constraints (length,
/// range, pattern, unique items), sparseness, streaming, timestamp format and media type already
/// when it is read, so that codecs ask the member alone.
public abstract sealed class Facet permits Shape, Member {
    private static final int REQUIRED = 1;
    private static final int FLATTENED = 1 << 1;
    private static final int XML_ATTRIBUTE = 1 << 2;
    private static final int SPARSE = 1 << 3;
    private static final int STREAMING = 1 << 4;
    private static final int ERROR = 1 << 5;
    private static final int IDEMPOTENCY_TOKEN = 1 << 6;
    private static final int EVENT_PAYLOAD = 1 << 7;
    private static final int EVENT_HEADER = 1 << 8;
    private static final int UNIQUE_ITEMS = 1 << 9;
    private static final int SENSITIVE = 1 << 10;
    private static final int REQUIRES_LENGTH = 1 << 11;
    private static final int OPEN_ENUM = 1 << 12;
    private static final int HOST_LABEL = 1 << 13;

    private static final int HAS_JSON_NAME = 1;
    private static final int HAS_XML_NAME = 1 << 1;
    private static final int HAS_XML_NAMESPACE = 1 << 2;
    private static final int HAS_XML_NAMESPACE_PREFIX = 1 << 3;
    private static final int HAS_TIMESTAMP_FORMAT = 1 << 4;
    private static final int HAS_LOCATION = 1 << 5;
    private static final int HAS_LENGTH = 1 << 6;
    private static final int HAS_RANGE = 1 << 7;
    private static final int HAS_PATTERN = 1 << 8;
    private static final int HAS_DEFAULT = 1 << 9;
    private static final int HAS_EC2_NAME = 1 << 10;
    private static final int HAS_MEDIA_TYPE = 1 << 11;

    private static final TimestampFormat[] FORMATS = TimestampFormat.values();
    private static final Location[] LOCATIONS = Location.values();

    private final int flags;
    private final int present;
    private final @Nullable String explicitJsonName;
    private final @Nullable String explicitXmlName;
    private final @Nullable String xmlNamespace;
    private final @Nullable String xmlNamespacePrefix;
    private final @Nullable TimestampFormat timestampFormat;
    private final Location location;
    private final String locationName;
    private final double min;
    private final double max;
    private final @Nullable String pattern;
    private final @Nullable String defaultJson;
    private final @Nullable String ec2QueryName;
    private final @Nullable String mediaType;
    // Derived on first use, and equal however often that happens.
    private @Nullable Pattern regex;
    private @Nullable Predicate<String> matcher;

    Facet(SchemaCursor in) {
        flags = in.number();
        present = in.number();
        explicitJsonName = has(HAS_JSON_NAME) ? in.string() : null;
        explicitXmlName = has(HAS_XML_NAME) ? in.string() : null;
        xmlNamespace = has(HAS_XML_NAMESPACE) ? in.string() : null;
        xmlNamespacePrefix = has(HAS_XML_NAMESPACE_PREFIX) ? in.string() : null;
        timestampFormat = has(HAS_TIMESTAMP_FORMAT) ? FORMATS[in.number()] : null;
        location = has(HAS_LOCATION) ? LOCATIONS[in.number()] : Location.BODY;
        locationName = has(HAS_LOCATION) ? in.string() : "";
        boolean bounded = has(HAS_LENGTH) || has(HAS_RANGE);
        min = bounded ? in.real() : Double.NEGATIVE_INFINITY;
        max = bounded ? in.real() : Double.POSITIVE_INFINITY;
        pattern = has(HAS_PATTERN) ? in.string() : null;
        defaultJson = has(HAS_DEFAULT) ? in.string() : null;
        ec2QueryName = has(HAS_EC2_NAME) ? in.string() : null;
        mediaType = has(HAS_MEDIA_TYPE) ? in.string() : null;
    }

    private boolean has(int field) {
        return (present & field) != 0;
    }

    private boolean is(int flag) {
        return (flags & flag) != 0;
    }

    public boolean required() {
        return is(REQUIRED);
    }

    /// The elements of a list or map stand directly in the parent, without a wrapper (XML, Query).
    public boolean flattened() {
        return is(FLATTENED);
    }

    public boolean xmlAttribute() {
        return is(XML_ATTRIBUTE);
    }

    /// A list or map that may hold nulls.
    public boolean sparse() {
        return is(SPARSE);
    }

    /// A blob that is not read into memory, or a union whose values are an event stream.
    public boolean streaming() {
        return is(STREAMING);
    }

    /// A structure that is a modelled error.
    public boolean error() {
        return is(ERROR);
    }

    public boolean idempotencyToken() {
        return is(IDEMPOTENCY_TOKEN);
    }

    public boolean eventPayload() {
        return is(EVENT_PAYLOAD);
    }

    public boolean eventHeader() {
        return is(EVENT_HEADER);
    }

    public boolean uniqueItems() {
        return is(UNIQUE_ITEMS);
    }

    /// The value must not appear in logs or in error messages.
    public boolean sensitive() {
        return is(SENSITIVE);
    }

    /// A streaming body that must come with its length.
    public boolean requiresLength() {
        return is(REQUIRES_LENGTH);
    }

    /// Values outside the enum's list are accepted.
    public boolean openEnum() {
        return is(OPEN_ENUM);
    }

    /// The member is part of the host name.
    public boolean hostLabel() {
        return is(HOST_LABEL);
    }

    /// The jsonName trait, or null without one; see also [Member#jsonName()].
    public @Nullable String explicitJsonName() {
        return explicitJsonName;
    }

    /// The xmlName trait, or null without one; see also [Member#xmlName()].
    public @Nullable String explicitXmlName() {
        return explicitXmlName;
    }

    public @Nullable String xmlNamespace() {
        return xmlNamespace;
    }

    public @Nullable String xmlNamespacePrefix() {
        return xmlNamespacePrefix;
    }

    /// The model's format, or null when the protocol's own format applies.
    public @Nullable TimestampFormat timestampFormat() {
        return timestampFormat;
    }

    public Location location() {
        return location;
    }

    /// Name of the query parameter or header, prefix of the headers, name of the label; else empty.
    public String locationName() {
        return locationName;
    }

    /// [#min()] and [#max()] bound the number of characters, bytes or elements.
    public boolean hasLength() {
        return has(HAS_LENGTH);
    }

    /// [#min()] and [#max()] bound the number itself.
    public boolean hasRange() {
        return has(HAS_RANGE);
    }

    /// Lower bound, inclusive; minus infinity when there is none.
    public double min() {
        return min;
    }

    /// Upper bound, inclusive; infinity when there is none.
    public double max() {
        return max;
    }

    /// The regular expression that a string has to match as a whole, or null.
    public @Nullable String pattern() {
        return pattern;
    }

    /// [#pattern()] compiled and anchored; only when there is one. Smithy lets a pattern match any
    /// part, but AWS's services want the whole value, and most of their models leave anchors out.
    public Pattern regex() {
        Pattern known = regex;
        if (known == null) {
            if (pattern == null) {
                throw new IllegalStateException("no pattern");
            }
            known = Pattern.compile("\\A(?:" + pattern + ")\\z");
            regex = known;
        }
        return known;
    }

    /// Whether a text satisfies [#pattern()]; only when there is one.
    boolean satisfiesPattern(String text) {
        Predicate<String> known = matcher;
        if (known == null) {
            CharClass simple = pattern == null ? null : CharClass.of(pattern);
            known = simple == null ? any -> Patterns.find(regex(), any) : simple::matches;
            matcher = known;
        }
        return known.test(text);
    }

    /// The default value as JSON text, or null without a default.
    public @Nullable String defaultJson() {
        return defaultJson;
    }

    public @Nullable String ec2QueryName() {
        return ec2QueryName;
    }

    public @Nullable String mediaType() {
        return mediaType;
    }

    /// Whether a value can violate anything that this facet alone says.
    public boolean constrained() {
        return required() || hasLength() || hasRange() || pattern != null || uniqueItems();
    }
}
