/** JSON in requests and answers of AWS's services, and how those refuse. */
@org.jspecify.annotations.NullMarked
package io.ebsnap.aws.json;
