/** What a cluster of Aurora DSQL needs of AWS, in a file of its own: read only where there is one. */
export { AuroraDSQLPool } from '@aws/aurora-dsql-node-postgres-connector';
export { fromNodeProviderChain } from '@aws-sdk/credential-providers';
export { awsCredentialsProvider } from '@vercel/oidc-aws-credentials-provider';
