import type { Plan } from '@muster/conditions';
import { loadPeer, versionOf } from '../load-peer.ts';
import { CannotSay, type Language, translate } from './language.ts';
import { type FlagsmithRule, flagsmith } from './languages/flagsmith.ts';
import { growthbook } from './languages/growthbook.ts';
import { type JsonLogic, jsonLogic } from './languages/json-logic.ts';
import { type JsonRule, jsonRules } from './languages/json-rules.ts';
import { type MongoQuery, mongo } from './languages/mongo.ts';
import { type Strategies, unleash } from './languages/unleash.ts';
import type { PersonDocument } from './people.ts';

/** Writes 1 into the places of the rules that hold, and 0 into the others. */
export type Judge<Person> = (person: Person, verdicts: Uint8Array) => void | Promise<void>;

/** A peer as the benchmark sees it. */
export interface Contender {
  name: string;
  version: string;
  language: Pick<Language<unknown>, 'differs'>;
  /** Why it has no words for a plan; absent when it has. */
  refuses(plan: Plan): string | undefined;
  /** Rules for all the plans, none of them refused, and how people have to be shown to them. */
  prepare(plans: readonly Plan[]): {
    present(document: PersonDocument): unknown;
    judge: Judge<unknown>;
  };
}

/** The peers that are installed, in the order of the table. */
export function loadContenders(): Contender[] {
  return [
    contend('json-logic-js', jsonLogic, prepareJsonLogic),
    contend('json-logic-engine', jsonLogic, prepareCompiledJsonLogic),
    contend('sift', mongo, prepareSift),
    contend('mingo', mongo, prepareMingo),
    contend('json-rules-engine', jsonRules, prepareJsonRules),
    contend('@growthbook/growthbook', growthbook, prepareGrowthbook),
    contend('unleash-client', unleash, prepareUnleash, (document) => ({ properties: document })),
    contend('flagsmith-nodejs', flagsmith, prepareFlagsmith),
  ];
}

function contend<Rule>(
  name: string,
  language: Language<Rule>,
  prepare: (rules: readonly Rule[]) => Judge<never>,
  present: (document: PersonDocument) => unknown = (document) => document,
): Contender {
  return {
    name,
    version: versionOf(name),
    language,
    refuses(plan) {
      try {
        translate(plan, language);
        return undefined;
      } catch (error) {
        if (error instanceof CannotSay) return error.message;
        throw error;
      }
    },
    prepare(plans) {
      const judge = prepare(plans.map((plan) => translate(plan, language)));
      return { present, judge: judge as Judge<unknown> };
    },
  };
}

/** For peers that have one function a rule. */
function judgeEach<Person>(tests: readonly ((person: Person) => boolean)[]): Judge<Person> {
  return (person, verdicts) => {
    for (let at = 0; at < tests.length; at += 1) verdicts[at] = tests[at]?.(person) ? 1 : 0;
  };
}

function prepareJsonLogic(rules: readonly JsonLogic[]): Judge<PersonDocument> {
  const { apply } = loadPeer<{ apply(rule: JsonLogic, data: unknown): unknown }>('json-logic-js');
  return judgeEach(rules.map((rule) => (person) => Boolean(apply(rule, person))));
}

function prepareCompiledJsonLogic(rules: readonly JsonLogic[]): Judge<PersonDocument> {
  interface Engine {
    build(rule: JsonLogic): (data: unknown) => unknown;
  }
  const { LogicEngine } = loadPeer<{ LogicEngine: new () => Engine }>('json-logic-engine');
  const engine = new LogicEngine();
  const built = rules.map((rule) => engine.build(rule));
  return judgeEach(built.map((test) => (person) => Boolean(test(person))));
}

function prepareSift(rules: readonly MongoQuery[]): Judge<PersonDocument> {
  const { default: sift } = loadPeer<{
    default(query: MongoQuery): (value: unknown) => boolean;
  }>('sift');
  return judgeEach(rules.map((rule) => sift(rule)));
}

function prepareMingo(rules: readonly MongoQuery[]): Judge<PersonDocument> {
  type Query = new (query: MongoQuery) => { test(value: unknown): boolean };
  const { Query } = loadPeer<{ Query: Query }>('mingo');
  const queries = rules.map((rule) => new Query(rule));
  return judgeEach(queries.map((query) => (person) => query.test(person)));
}

function prepareJsonRules(rules: readonly JsonRule[]): Judge<PersonDocument> {
  interface RulesEngine {
    addRule(rule: { conditions: JsonRule; event: { type: string } }): void;
    run(facts: PersonDocument): Promise<{ events: { type: string }[] }>;
  }
  type Options = { allowUndefinedFacts: boolean };
  const { Engine } = loadPeer<{ Engine: new (rules: [], options: Options) => RulesEngine }>(
    'json-rules-engine',
  );
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const [at, rule] of rules.entries()) {
    const conditions = 'all' in rule || 'any' in rule ? rule : { all: [rule] };
    engine.addRule({ conditions, event: { type: String(at) } });
  }
  return async (person, verdicts) => {
    verdicts.fill(0);
    for (const { type } of (await engine.run(person)).events) verdicts[Number(type)] = 1;
  };
}

function prepareGrowthbook(rules: readonly MongoQuery[]): Judge<PersonDocument> {
  const { evalCondition } = loadPeer<{
    evalCondition(person: unknown, condition: MongoQuery, groups: object): boolean;
  }>('@growthbook/growthbook');
  const groups = {};
  return judgeEach(rules.map((rule) => (person) => evalCondition(person, rule, groups)));
}

function prepareUnleash(rules: readonly Strategies[]): Judge<{ properties: PersonDocument }> {
  interface Strategy {
    checkConstraints(context: unknown, constraints: Strategies[number]): boolean;
  }
  const { Strategy } = loadPeer<{ Strategy: new (name: string) => Strategy }>('unleash-client');
  const strategy = new Strategy('bench');
  return judgeEach(
    rules.map(
      (rule) => (context) =>
        rule.some((constraints) => strategy.checkConstraints(context, constraints)),
    ),
  );
}

function prepareFlagsmith(rules: readonly FlagsmithRule[]): Judge<PersonDocument> {
  type Segments = Record<string, { key: string; name: string; rules: FlagsmithRule[] }>;
  interface Context {
    environment: { key: string; name: string };
    identity: { identifier: string; key: string; traits: PersonDocument };
    segments: Segments;
  }
  const { getIdentitySegments } = loadPeer<{
    getIdentitySegments(context: Context): { key: string }[];
  }>('flagsmith-nodejs', 'build/cjs/flagsmith-engine/segments/evaluators.js');
  const segments: Segments = {};
  for (const [at, rule] of rules.entries()) {
    segments[at] = { key: String(at), name: String(at), rules: [rule] };
  }
  const environment = { key: 'bench', name: 'bench' };
  return (traits, verdicts) => {
    verdicts.fill(0);
    const identity = { identifier: 'person', key: 'person', traits };
    for (const { key } of getIdentitySegments({ environment, identity, segments })) {
      verdicts[Number(key)] = 1;
    }
  };
}
