package dev.virga.services.ssm;

import dev.virga.api.ssm.DeleteParameterRequest;
import dev.virga.api.ssm.DeleteParameterResult;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.ssm.ParameterTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a parameter with its versions.
final class DeleteParameter implements Operation<DeleteParameterRequest, DeleteParameterResult> {
    private static final int MAX_ATTEMPTS = 50;

    private final ParameterTable parameters;
    private final ParameterAccess access;

    DeleteParameter(ParameterTable parameters, ParameterAccess access) {
        this.parameters = parameters;
        this.access = access;
    }

    @Override
    public Op<DeleteParameterRequest, DeleteParameterResult> op() {
        return SsmOps.DeleteParameter;
    }

    @Override
    public List<Access> access(DeleteParameterRequest input, Call call) {
        return List.of(access.parameter("DeleteParameter", input.name(), call));
    }

    @Override
    public DeleteParameterResult handle(DeleteParameterRequest input, Call call) {
        if (!delete(parameters, input.name(), call)) {
            throw SsmErrors.notFound();
        }
        return DeleteParameterResult.builder().build();
    }

    /// @return whether it was there
    static boolean delete(ParameterTable parameters, String text, Call call) {
        ParameterName name = ParameterName.of(text, call);
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = name.selector() == null ? parameters.find(name) : null;
            if (found == null) {
                return false;
            }
            if (parameters.delete(found)) {
                return true;
            }
        }
        throw SsmErrors.concurrent(text);
    }
}
