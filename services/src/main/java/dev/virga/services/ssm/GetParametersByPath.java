package dev.virga.services.ssm;

import dev.virga.api.ssm.GetParametersByPathRequest;
import dev.virga.api.ssm.GetParametersByPathResult;
import dev.virga.api.ssm.Parameter;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.ssm.ParameterTable.Found;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers the parameters of a hierarchy, in the order of names.
final class GetParametersByPath implements Operation<GetParametersByPathRequest, GetParametersByPathResult> {
    private static final int MAX_RESULTS = 10;
    private static final List<String> KEYS = List.of("Type", "KeyId", "Label");
    private static final Pattern PATH = Pattern.compile("(?i)/(?!aws|ssm)(?:[A-Za-z0-9_.-]+/)*(?:[A-Za-z0-9_.-]+)?");

    private final ParameterTable parameters;
    private final ParameterViews views;
    private final ParameterAccess access;

    GetParametersByPath(ParameterTable parameters, ParameterViews views, ParameterAccess access) {
        this.parameters = parameters;
        this.views = views;
        this.access = access;
    }

    @Override
    public Op<GetParametersByPathRequest, GetParametersByPathResult> op() {
        return SsmOps.GetParametersByPath;
    }

    @Override
    public List<Access> access(GetParametersByPathRequest input, Call call) {
        String path = input.path().length() > 1 && input.path().endsWith("/")
                ? input.path().substring(0, input.path().length() - 1)
                : input.path();
        String recursive = String.valueOf(Boolean.TRUE.equals(input.recursive()));
        return List.of(
                access.parameter("GetParametersByPath", path, Map.of("ssm:Recursive", List.of(recursive)), call));
    }

    @Override
    public GetParametersByPathResult handle(GetParametersByPathRequest input, Call call) {
        String path = input.path();
        ParameterViews.refusePublic("GetParametersByPath", path);
        checkPath(path);
        List<ParameterFilter> filters = ParameterFilter.of(input.parameterFilters(), KEYS);
        boolean recursive = Boolean.TRUE.equals(input.recursive());
        boolean decrypted = Boolean.TRUE.equals(input.withDecryption());
        int max = input.maxResults() == null ? MAX_RESULTS : input.maxResults();
        String prefix = path.equals("/") ? "" : path.endsWith("/") ? path : path + "/";
        List<Parameter> found = new ArrayList<>();
        String next = parameters.walk(
                new ParameterTable.Place(call.account(), call.region()),
                prefix,
                PageToken.name(input.nextToken()),
                parameter -> add(call, parameter, filters, path, recursive, decrypted, max, found));
        return GetParametersByPathResult.builder()
                .parameters(found)
                .nextToken(PageToken.of(next))
                .build();
    }

    /// @return false when the page is full
    private boolean add(
            Call call,
            Found parameter,
            List<ParameterFilter> filters,
            String path,
            boolean recursive,
            boolean decrypted,
            int max,
            List<Parameter> found) {
        if (!ParameterFilter.under(parameter.parameter().name(), path, recursive)) {
            return true;
        }
        ParameterVersion version = version(parameter, filters);
        if (version == null || !filters.stream().allMatch(filter -> filter.holds(parameter.parameter(), version))) {
            return true;
        }
        if (found.size() == max) {
            return false;
        }
        found.add(views.shown(call, parameter, version, null, decrypted));
        return true;
    }

    /// The latest version, or with a filter for labels the one that has such a label.
    private @Nullable ParameterVersion version(Found parameter, List<ParameterFilter> filters) {
        for (ParameterFilter filter : filters) {
            if (filter.key().equals("Label")) {
                for (Map.Entry<String, Long> label :
                        parameter.parameter().labels().entrySet()) {
                    ParameterVersion labelled = parameters.version(parameter, label.getValue());
                    if (labelled != null && filter.holds(parameter.parameter(), labelled)) {
                        return labelled;
                    }
                }
                return null;
            }
        }
        return parameter.parameter().latest();
    }

    static void checkPath(String path) {
        if (!PATH.matcher(path).matches()) {
            throw SsmErrors.validation("The parameter doesn't meet the parameter name requirements. The parameter name"
                    + " must begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\""
                    + " (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), -"
                    + " (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must"
                    + " use the forward slash symbol \"/\". Valid example: /get/parameters2-/by1./path0_.");
        }
    }
}
