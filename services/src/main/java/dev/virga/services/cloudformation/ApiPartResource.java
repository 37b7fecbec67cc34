package dev.virga.services.cloudformation;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.CreateDeploymentRequest;
import dev.virga.api.apigatewayv2.DeleteDeploymentRequest;
import dev.virga.api.apigatewayv2.DeleteIntegrationRequest;
import dev.virga.api.apigatewayv2.DeleteRouteRequest;
import dev.virga.api.apigatewayv2.DeleteStageRequest;
import dev.virga.api.apigatewayv2.GetRoutesRequest;
import dev.virga.api.apigatewayv2.GetRoutesResponse;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import org.jspecify.annotations.Nullable;

/// The parts of an HTTP API that are resources of their own.
final class ApiPartResource {
    private ApiPartResource() {}

    private static String api(Made made) {
        return new Properties(made.properties()).required("ApiId");
    }

    /// Updates with what the properties say; members that they leave out keep their value.
    private static <I extends Struct, O extends Struct> void change(
            Deed deed, Op<I, O> op, Properties properties, String idName, String id) {
        deed.call(op, Inputs.of(op.input(), properties.without("Tags").with(idName, id)));
    }

    /// `AWS::ApiGatewayV2::Route`.
    static final class OfRoute implements ResourceType {
        private static final Schema SCHEMA = new Schema("""
                ApiId*! ApiKeyRequired- AuthorizationScopes- AuthorizationType AuthorizerId-
                ModelSelectionExpression- OperationName RequestModels- RequestParameters- RouteKey*
                RouteResponseSelectionExpression- Target""");

        @Override
        public String name() {
            return "AWS::ApiGatewayV2::Route";
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public Made create(Deed deed, Properties properties) {
            String found = deed.again() ? find(deed, properties) : null;
            String id = found != null
                    ? found
                    : deed.call(Apigatewayv2Ops.CreateRoute, Inputs.of(Apigatewayv2Ops.CreateRoute.input(), properties))
                            .routeId();
            return Made.of(id, properties).with("RouteId", id);
        }

        private static @Nullable String find(Deed deed, Properties properties) {
            String token = null;
            do {
                GetRoutesResponse page = deed.call(
                        Apigatewayv2Ops.GetRoutes,
                        GetRoutesRequest.builder()
                                .apiId(properties.required("ApiId"))
                                .nextToken(token)
                                .build());
                for (Route route : page.items()) {
                    if (route.routeKey().equals(properties.required("RouteKey"))) {
                        return route.routeId();
                    }
                }
                token = page.nextToken();
            } while (token != null);
            return null;
        }

        @Override
        public Made update(Deed deed, Made before, Properties properties) {
            change(deed, Apigatewayv2Ops.UpdateRoute, properties, "RouteId", before.physicalId());
            return before;
        }

        @Override
        public void delete(Deed deed, Made made) {
            deed.callUnlessGone(
                    Apigatewayv2Ops.DeleteRoute,
                    DeleteRouteRequest.builder()
                            .apiId(api(made))
                            .routeId(made.physicalId())
                            .build());
        }
    }

    /// `AWS::ApiGatewayV2::Integration`. One that was made just before a crash goes with its API.
    static final class OfIntegration implements ResourceType {
        private static final Schema SCHEMA = new Schema("""
                ApiId*! ConnectionId- ConnectionType ContentHandlingStrategy- CredentialsArn- Description
                IntegrationMethod IntegrationSubtype- IntegrationType* IntegrationUri PassthroughBehavior-
                PayloadFormatVersion RequestParameters- RequestTemplates- ResponseParameters-
                TemplateSelectionExpression- TimeoutInMillis TlsConfig-""");

        @Override
        public String name() {
            return "AWS::ApiGatewayV2::Integration";
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public Made create(Deed deed, Properties properties) {
            String id = deed.call(
                            Apigatewayv2Ops.CreateIntegration,
                            Inputs.of(Apigatewayv2Ops.CreateIntegration.input(), properties))
                    .integrationId();
            return Made.of(id, properties).with("IntegrationId", id);
        }

        @Override
        public Made update(Deed deed, Made before, Properties properties) {
            change(deed, Apigatewayv2Ops.UpdateIntegration, properties, "IntegrationId", before.physicalId());
            return before;
        }

        @Override
        public void delete(Deed deed, Made made) {
            deed.callUnlessGone(
                    Apigatewayv2Ops.DeleteIntegration,
                    DeleteIntegrationRequest.builder()
                            .apiId(api(made))
                            .integrationId(made.physicalId())
                            .build());
        }
    }

    /// `AWS::ApiGatewayV2::Stage`.
    static final class OfStage implements ResourceType {
        private static final Schema SCHEMA = new Schema("""
                AccessLogSettings AccessPolicyId- ApiId*! AutoDeploy ClientCertificateId- DefaultRouteSettings
                DeploymentId Description RouteSettings StageName*! StageVariables Tags""");

        @Override
        public String name() {
            return "AWS::ApiGatewayV2::Stage";
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public TagForm tagging() {
            return TagForm.MAP;
        }

        @Override
        public Made create(Deed deed, Properties properties) {
            deed.callUnlessThere(
                    Apigatewayv2Ops.CreateStage, Inputs.of(Apigatewayv2Ops.CreateStage.input(), properties));
            return Made.of(properties.required("StageName"), properties);
        }

        @Override
        public Made update(Deed deed, Made before, Properties properties) {
            change(deed, Apigatewayv2Ops.UpdateStage, properties, "StageName", before.physicalId());
            String arn = "arn:aws:apigateway:" + deed.region() + "::/apis/" + properties.required("ApiId") + "/stages/"
                    + before.physicalId();
            HttpApiResource.changeTags(
                    deed, arn, new Properties(before.properties()).tags("Tags"), properties.tags("Tags"));
            return before;
        }

        @Override
        public void delete(Deed deed, Made made) {
            deed.callUnlessGone(
                    Apigatewayv2Ops.DeleteStage,
                    DeleteStageRequest.builder()
                            .apiId(api(made))
                            .stageName(made.physicalId())
                            .build());
        }
    }

    /// `AWS::ApiGatewayV2::Deployment`.
    static final class OfDeployment implements ResourceType {
        private static final Schema SCHEMA = new Schema("ApiId*! Description! StageName!");

        @Override
        public String name() {
            return "AWS::ApiGatewayV2::Deployment";
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public Made create(Deed deed, Properties properties) {
            CreateDeploymentRequest input = Inputs.of(Apigatewayv2Ops.CreateDeployment.input(), properties);
            String id = deed.call(Apigatewayv2Ops.CreateDeployment, input).deploymentId();
            return Made.of(id, properties).with("DeploymentId", id);
        }

        /// A deployment does not change; its stage was pointed at it when it was made.
        @Override
        public Made update(Deed deed, Made before, Properties properties) {
            return before;
        }

        @Override
        public void delete(Deed deed, Made made) {
            deed.callUnlessGone(
                    Apigatewayv2Ops.DeleteDeployment,
                    DeleteDeploymentRequest.builder()
                            .apiId(api(made))
                            .deploymentId(made.physicalId())
                            .build());
        }
    }
}
