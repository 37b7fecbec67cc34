/// Amazon API Gateway V2: HTTP APIs. [dev.virga.services.apigatewayv2.ApiGatewayV2] is the way in;
/// see README.md.
@NullMarked
package dev.virga.services.apigatewayv2;

import org.jspecify.annotations.NullMarked;
