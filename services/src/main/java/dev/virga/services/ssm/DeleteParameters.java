package dev.virga.services.ssm;

import dev.virga.api.ssm.DeleteParametersRequest;
import dev.virga.api.ssm.DeleteParametersResult;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Deletes up to ten parameters; names of what is not there come back as invalid.
final class DeleteParameters implements Operation<DeleteParametersRequest, DeleteParametersResult> {
    private final ParameterTable parameters;
    private final ParameterAccess access;

    DeleteParameters(ParameterTable parameters, ParameterAccess access) {
        this.parameters = parameters;
        this.access = access;
    }

    @Override
    public Op<DeleteParametersRequest, DeleteParametersResult> op() {
        return SsmOps.DeleteParameters;
    }

    @Override
    public List<Access> access(DeleteParametersRequest input, Call call) {
        return access.each("DeleteParameters", input.names(), call);
    }

    @Override
    public DeleteParametersResult handle(DeleteParametersRequest input, Call call) {
        List<String> deleted = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : new LinkedHashSet<>(input.names())) {
            if (DeleteParameter.delete(parameters, name, call)) {
                deleted.add(name);
            } else {
                invalid.add(name);
            }
        }
        return DeleteParametersResult.builder()
                .deletedParameters(deleted)
                .invalidParameters(invalid)
                .build();
    }
}
