package dev.virga.services.ssm;

import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Timers;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;
import java.util.Map;

/// Systems Manager, of which there is Parameter Store. All of its state is in the store.
public final class Ssm implements Service {
    private final List<Operation<?, ?>> operations;
    private final ParameterTable parameters;

    public Ssm(Store store, Cloud cloud, Timers timers) {
        this(store, cloud, timers, PolicyPrincipals.BY_NAME);
    }

    public Ssm(Store store, Cloud cloud, Timers timers, PolicyPrincipals principals) {
        parameters = new ParameterTable(store, timers);
        ParameterCipher cipher = new ParameterCipher(cloud);
        ParameterViews views = new ParameterViews(parameters, cipher, cloud);
        ParameterAccess access = new ParameterAccess(parameters);
        ParameterTags tags = new ParameterTags(parameters);
        new Expiry(parameters).handle(timers);
        operations = List.of(
                new AddTagsToResource(tags, access),
                new DeleteParameter(parameters, access),
                new DeleteParameters(parameters, access),
                new DeleteResourcePolicy(parameters, access),
                new DescribeParameters(parameters, views),
                new GetParameter(views, access),
                new GetParameterHistory(parameters, views, access),
                new GetParameters(views, access),
                new GetParametersByPath(parameters, views, access),
                new GetResourcePolicies(parameters, access, principals),
                new LabelParameterVersion(parameters, access),
                new ListTagsForResource(tags, access),
                new PutParameter(parameters, cipher, access),
                new PutResourcePolicy(parameters, access, principals),
                new RemoveTagsFromResource(tags, access),
                new UnlabelParameterVersion(parameters, access));
    }

    @Override
    public Model model() {
        return SsmOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// Of a parameter: `aws:ResourceTag/…` and `ssm:resourceTag/…`.
    @Override
    public Map<String, String> tags(String arn, Call call) {
        ParameterTable.Found found = parameters.find(ParameterName.of(arn, call));
        return found == null ? Map.of() : found.parameter().tags();
    }
}
