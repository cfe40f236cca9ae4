# What AWS's provider has for block devices, keys and policies. With changed = true all that may change in place is different.

variable "endpoint" {
  type = string
}

variable "changed" {
  type = bool
}

locals {
  word = var.changed ? "two" : "one"
}

provider "aws" {
  region                      = "eu-local-1"
  skip_region_validation      = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true

  endpoints {
    ec2  = var.endpoint
    sts  = var.endpoint
    kms  = var.endpoint
    rbin = var.endpoint
    dlm  = var.endpoint
  }

  default_tags {
    tags = { Owner = local.word }
  }
}

# Keys

data "aws_caller_identity" "me" {}

resource "aws_kms_key" "k" {
  description             = local.word
  deletion_window_in_days = 7
  enable_key_rotation     = var.changed
  rotation_period_in_days = var.changed ? 180 : null
}

resource "aws_kms_key" "other" {}

resource "aws_kms_key_policy" "other" {
  key_id = aws_kms_key.other.key_id

  policy = jsonencode({
    Statement = [{
      Sid       = local.word
      Effect    = "Allow"
      Principal = { AWS = data.aws_caller_identity.me.account_id }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_kms_alias" "a" {
  name          = "alias/a"
  target_key_id = var.changed ? aws_kms_key.other.key_id : aws_kms_key.k.key_id
}

resource "aws_kms_grant" "other" {
  key_id             = aws_kms_key.k.key_id
  grantee_principal  = "arn:aws:iam::123456789012:root"
  retiring_principal = "arn:aws:iam::210987654321:root"
  operations         = ["Decrypt", "DescribeKey"]
}

resource "aws_kms_grant" "constrained" {
  key_id            = aws_kms_key.k.key_id
  grantee_principal = "arn:aws:iam::123456789012:root"
  operations        = ["Encrypt"]
  retire_on_delete  = true

  constraints {
    encryption_context_equals = { Department = "Finance" }
  }
}

resource "aws_kms_ciphertext" "c" {
  key_id    = aws_kms_key.k.key_id
  plaintext = "secret"
  context   = { a = "b" }
}

data "aws_kms_secrets" "c" {
  secret {
    name    = "c"
    payload = aws_kms_ciphertext.c.ciphertext_blob
    context = { a = "b" }
  }
}

data "aws_kms_key" "k" {
  key_id = aws_kms_key.k.arn
}

data "aws_kms_alias" "a" {
  name = aws_kms_alias.a.name
}

# Volumes and snapshots

data "aws_availability_zones" "all" {}

resource "aws_ebs_volume" "gp3" {
  availability_zone = data.aws_availability_zones.all.names[0]
  size              = var.changed ? 2 : 1
  type              = "gp3"
  iops              = var.changed ? 4000 : 3000
  throughput        = var.changed ? 250 : 125
  tags              = { Name = local.word }
}

resource "aws_ebs_volume" "encrypted" {
  availability_zone = "a"
  size              = 4
  type              = var.changed ? "gp3" : "io2"
  iops              = var.changed ? 3000 : 200
  encrypted         = true
  kms_key_id        = aws_kms_key.k.arn
}

resource "aws_ebs_volume" "plain" {
  availability_zone = "a"
  size              = 1
  final_snapshot    = true
  tags              = { Name = "plain" }
}

resource "aws_ebs_snapshot" "s" {
  volume_id   = aws_ebs_volume.plain.id
  description = "before"
  tags        = { Name = local.word }
}

resource "aws_ebs_volume" "restored" {
  availability_zone = "a"
  snapshot_id       = aws_ebs_snapshot.s.id
  size              = var.changed ? 3 : 2
}

resource "aws_ebs_snapshot_copy" "c" {
  source_snapshot_id = aws_ebs_snapshot.s.id
  source_region      = "eu-local-1"
  encrypted          = true
  kms_key_id         = aws_kms_key.k.arn
  tags               = { Name = local.word }
}

resource "aws_snapshot_create_volume_permission" "p" {
  snapshot_id = aws_ebs_snapshot_copy.c.id
  account_id  = "123456789012"
  depends_on  = [aws_kms_grant.other]
}

resource "aws_ebs_snapshot_block_public_access" "b" {
  state = var.changed ? "block-new-sharing" : "block-all-sharing"
}

resource "aws_ebs_encryption_by_default" "e" {
  enabled = !var.changed
}

resource "aws_ebs_default_kms_key" "d" {
  key_arn = aws_kms_key.k.arn
}

data "aws_instances" "this" {}

resource "aws_volume_attachment" "a" {
  device_name = var.changed ? "/dev/xvdr" : "/dev/xvdq"
  volume_id   = aws_ebs_volume.gp3.id
  instance_id = data.aws_instances.this.ids[0]
}

data "aws_ebs_snapshot" "s" {
  snapshot_ids = [aws_ebs_snapshot.s.id]
}

data "aws_ebs_volumes" "plain" {
  filter {
    name   = "volume-id"
    values = [aws_ebs_volume.plain.id]
  }
}

# Images

resource "aws_ami" "a" {
  name                = "data"
  description         = local.word
  virtualization_type = "hvm"
  root_device_name    = "/dev/xvda"

  ebs_block_device {
    device_name = "/dev/xvda"
    snapshot_id = aws_ebs_snapshot_copy.c.id
  }
}

resource "aws_ami_copy" "c" {
  name              = "copied"
  source_ami_id     = aws_ami.a.id
  source_ami_region = "eu-local-1"
  encrypted         = true
  kms_key_id        = aws_kms_key.k.arn
  tags              = { Name = local.word }
}

resource "aws_ami_launch_permission" "p" {
  image_id   = aws_ami.a.id
  account_id = "123456789012"
  depends_on = [aws_kms_grant.other]
}

# Policies

resource "aws_rbin_rule" "r" {
  description   = local.word
  resource_type = "EBS_SNAPSHOT"

  resource_tags {
    resource_tag_key   = "kept"
    resource_tag_value = local.word
  }

  retention_period {
    retention_period_value = var.changed ? 9 : 7
    retention_period_unit  = "DAYS"
  }
}

resource "aws_dlm_lifecycle_policy" "p" {
  description        = local.word
  execution_role_arn = "arn:aws:iam::000000000000:role/unused"
  state              = var.changed ? "DISABLED" : "ENABLED"

  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { Name = "of none" }

    schedule {
      name = "weekly"

      create_rule {
        cron_expression = "cron(0 18 ? * WED *)"
      }

      retain_rule {
        interval      = var.changed ? 5 : 4
        interval_unit = "WEEKS"
      }

      cross_region_copy_rule {
        target    = "eu-local-1"
        encrypted = true
        cmk_arn   = aws_kms_key.k.arn

        retain_rule {
          interval      = 30
          interval_unit = "DAYS"
        }
      }
    }

    schedule {
      name        = "daily"
      tags_to_add = { Schedule = local.word }
      copy_tags   = var.changed

      create_rule {
        interval = 24
        times    = ["23:45"]
      }

      retain_rule {
        count = 14
      }

      fast_restore_rule {
        availability_zones = ["a"]
        count              = 2
      }
    }
  }
}
