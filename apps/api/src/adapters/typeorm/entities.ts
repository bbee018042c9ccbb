import { Column, Entity, PrimaryColumn } from 'typeorm';

const schema = 'api';

@Entity({ schema, name: 'token' })
export class TokenEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  role!: 'admin' | 'operator' | 'viewer';

  @Column('text')
  hash!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}

@Entity({ schema, name: 'join_token' })
export class JoinTokenEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  hash!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('boolean', { name: 'single_use' })
  singleUse!: boolean;

  @Column('text', { name: 'used_by', nullable: true })
  usedBy!: string | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}

@Entity({ schema, name: 'worker_identity' })
export class WorkerIdentityEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('text', { name: 'public_key' })
  publicKey!: string;

  @Column('timestamptz', { name: 'joined_at' })
  joinedAt!: Date;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}

@Entity({ schema, name: 'sign_in_code' })
export class SignInCodeEntity {
  @PrimaryColumn('text')
  hash!: string;

  @Column('text', { name: 'sealed_token' })
  sealedToken!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
