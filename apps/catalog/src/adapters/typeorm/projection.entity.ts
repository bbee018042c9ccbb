import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';

const asNumber: ValueTransformer = { to: (value: number) => value, from: (value: string) => Number(value) };

/** How far a read model has followed the log; written in the transaction of its rows. */
@Entity({ schema: 'catalog', name: 'projection' })
export class ProjectionEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'bigint', transformer: asNumber })
  position!: number;
}
