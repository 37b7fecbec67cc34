package dev.virga.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// One service's schema. The service and its operations are read at once, shapes one by one when
/// they are asked for. Safe for use by several threads.
///
/// The binary layout, as `codegen` writes it; `n` is an unsigned number of 7 bits a byte, `s` the
/// number of a string in the pool, `shape` the number of a shape, `x*` a count and so many `x`:
///
///     schema    'V' 'S' version(byte)  strings  service  operation*  lengths  shape bodies
///     strings   count(n)  { length(n) UTF-8 bytes }
///     service   name(s) namespace(s) apiVersion(s) serviceId(s) endpointPrefix(s)
///               signingName(s) targetPrefix(s) xmlNamespace(s) protocol bits(n) errors(shape*)
///     operation name(s) input(shape) output(shape) errors(shape*)
///               0 | 1 method(s) uri(s) status(n)
///               flags(n)                              see Op
///     lengths   count(n)  { length of the shape's body(n) }
///     body      facet kind(n) name(s)                 kind: see Shape.Kind
///               members                               structure, union: member*; list: 1; map: 2
///               status(n) client(n) queryCode(s) queryStatus(n)   errors only
///               values                                enum: s*; intEnum: zigzag n*
///     member    facet name(s) target(shape)
///     facet     flags(n) present(n)  what `present` announces, lowest bit first:
///               jsonName(s) xmlName(s) namespace(s) prefix(s) timestampFormat(n)
///               location(n)+locationName(s) length or range(2 doubles) pattern(s)
///               default(s) ec2QueryName(s) mediaType(s)
public final class Model {
    /// Written after the magic letters; a schema of another version is refused.
    public static final int VERSION = 1;

    private static final int QUERY_COMPATIBLE = 1 << 8;
    private static final int NO_ERROR_WRAPPING = 1 << 9;

    private final byte[] bytes;
    private final SchemaCursor.Strings strings;
    private final Types types;
    private final String serviceName;
    private final String namespace;
    private final String apiVersion;
    private final String serviceId;
    private final String endpointPrefix;
    private final String signingName;
    private final String targetPrefix;
    private final String xmlNamespace;
    private final int protocolBits;
    private final Set<Protocol> protocols;
    private final int[] errorIds;
    private final Map<String, Op<?, ?>> ops;
    private final int[] offsets;
    private final AtomicReferenceArray<@Nullable Shape> shapes;
    private @Nullable RestRouter router;

    /// Opens a schema that lies in memory; the array is given away.
    public Model(byte[] bytes, Types types) {
        if (bytes.length < 4 || bytes[0] != 'V' || bytes[1] != 'S' || bytes[2] != VERSION) {
            throw new IllegalArgumentException("not a schema of version " + VERSION);
        }
        this.bytes = bytes;
        this.types = types;
        strings = SchemaCursor.strings(bytes, 3);
        SchemaCursor in = new SchemaCursor(bytes, strings, strings.end);
        serviceName = in.string();
        namespace = in.string();
        apiVersion = in.string();
        serviceId = in.string();
        endpointPrefix = in.string();
        signingName = in.string();
        targetPrefix = in.string();
        xmlNamespace = in.string();
        protocolBits = in.number();
        protocols = protocols(protocolBits);
        errorIds = in.numbers();
        ops = operations(in);
        offsets = offsets(in);
        shapes = new AtomicReferenceArray<>(offsets.length);
    }

    /// Opens a schema that is a resource of the generated classes.
    public static Model load(@Nullable InputStream resource, Types types) {
        if (resource == null) {
            throw new IllegalStateException("the schema of " + types.getClass().getName() + " is missing");
        }
        try (resource) {
            return new Model(resource.readAllBytes(), types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Protocol> protocols(int bits) {
        Set<Protocol> set = EnumSet.noneOf(Protocol.class);
        Protocol[] all = Protocol.values();
        for (int i = 0; i < all.length; i++) {
            if ((bits & 1 << i) != 0) {
                set.add(all[i]);
            }
        }
        return Collections.unmodifiableSet(set);
    }

    private Map<String, Op<?, ?>> operations(SchemaCursor in) {
        int count = in.number();
        Map<String, Op<?, ?>> all = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            Op<?, ?> op = new Op<>(this, in);
            all.put(op.name(), op);
        }
        return Collections.unmodifiableMap(all);
    }

    private static int[] offsets(SchemaCursor in) {
        int[] lengths = in.numbers();
        int at = in.position();
        int[] starts = new int[lengths.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            at += lengths[i];
        }
        return starts;
    }

    /// Name of the service shape, e.g. `DynamoDB_20120810`.
    public String serviceName() {
        return serviceName;
    }

    public String namespace() {
        return namespace;
    }

    public String apiVersion() {
        return apiVersion;
    }

    /// AWS's name of the service, e.g. `API Gateway`.
    public String serviceId() {
        return serviceId;
    }

    /// First label of the service's host name, e.g. `monitoring`.
    public String endpointPrefix() {
        return endpointPrefix;
    }

    /// The service in credential scopes and IAM action names, e.g. `execute-api`.
    public String signingName() {
        return signingName;
    }

    /// What stands before the dot in `X-Amz-Target`; empty for services without awsJson.
    public String targetPrefix() {
        return targetPrefix;
    }

    /// Default namespace of XML documents, or empty.
    public String xmlNamespace() {
        return xmlNamespace;
    }

    public Set<Protocol> protocols() {
        return protocols;
    }

    public boolean speaks(Protocol protocol) {
        return protocols.contains(protocol);
    }

    /// A JSON or CBOR service whose errors also carry their awsQuery codes.
    public boolean awsQueryCompatible() {
        return (protocolBits & QUERY_COMPATIBLE) != 0;
    }

    /// Error documents start with `Error` itself (S3).
    public boolean noErrorWrapping() {
        return (protocolBits & NO_ERROR_WRAPPING) != 0;
    }

    /// Errors that every operation may answer.
    public List<Shape> errors() {
        return shapes(errorIds);
    }

    /// All operations by name, in alphabetical order when the model is imported.
    public Map<String, Op<?, ?>> ops() {
        return ops;
    }

    /// The operation of this name, or null.
    public @Nullable Op<?, ?> op(String name) {
        return ops.get(name);
    }

    /// The operation of this name, which the generated constants know to exist and to have these
    /// types.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <I extends Struct, O extends Struct> Op<I, O> typedOp(String name) {
        Op<?, ?> op = ops.get(name);
        if (op == null) {
            throw new IllegalArgumentException(serviceId + " has no operation " + name);
        }
        return (Op<I, O>) op;
    }

    /// Number of shapes.
    public int size() {
        return offsets.length;
    }

    /// The shape of this number; always the same object.
    public Shape shape(int id) {
        Shape known = shapes.get(id);
        if (known != null) {
            return known;
        }
        Shape opened = new Shape(this, id, new SchemaCursor(bytes, strings, offsets[id]));
        Shape first = shapes.compareAndExchange(id, null, opened);
        return first != null ? first : opened;
    }

    /// Immutable and equal however often it is made, so that racing threads need no lock.
    RestRouter router() {
        RestRouter known = router;
        if (known == null) {
            known = new RestRouter(this);
            router = known;
        }
        return known;
    }

    List<Shape> shapes(int[] ids) {
        List<Shape> all = new ArrayList<>(ids.length);
        for (int id : ids) {
            all.add(shape(id));
        }
        return all;
    }

    String string(int index) {
        return strings.get(index);
    }

    Types types() {
        return types;
    }

    @Override
    public String toString() {
        return serviceId;
    }
}
