/// DynamoDB: tables, items, indexes, transactions and the expression language. See README.md.
@NullMarked
package dev.virga.services.dynamodb;

import org.jspecify.annotations.NullMarked;
