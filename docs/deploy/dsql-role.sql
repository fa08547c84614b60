-- Once for each cluster, as admin. Of the two endpoints of a multi-Region cluster either will do.
CREATE ROLE versionzero WITH LOGIN;
AWS IAM GRANT versionzero TO 'arn:aws:iam::ACCOUNT_ID:role/versionzero-server';
