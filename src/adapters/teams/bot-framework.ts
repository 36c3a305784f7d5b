// Where botbuilder meets our own judgement of who speaks: its CloudAdapter runs the turn, it never authenticates.
import { type Activity, CloudAdapter, type InvokeResponse, type TurnContext } from "botbuilder";
import {
  type AuthenticateRequestResult,
  BotFrameworkAuthentication,
  ClaimsIdentity,
  type ConnectorClient,
  ConnectorFactory,
  type UserTokenClient,
} from "botframework-connector";
import { Refused } from "./authenticate.ts";

export type Authenticate = (activity: unknown, header: string) => Promise<void>;

class OurAuthentication extends BotFrameworkAuthentication {
  readonly #authenticate: Authenticate;
  readonly #appId: string;

  constructor(authenticate: Authenticate, appId: string) {
    super();
    this.#authenticate = authenticate;
    this.#appId = appId;
  }

  override async authenticateRequest(activity: Activity, header: string): Promise<AuthenticateRequestResult> {
    await this.#authenticate(activity, header);
    const claimsIdentity = new ClaimsIdentity([{ type: "aud", value: this.#appId }], true);
    return { audience: "", claimsIdentity, connectorFactory: new NoConnector() };
  }

  override async authenticateStreamingRequest(): Promise<never> {
    throw new Refused(401, "streaming is not spoken here");
  }

  override createConnectorFactory(): ConnectorFactory {
    return new NoConnector();
  }

  override async createUserTokenClient(): Promise<UserTokenClient> {
    return {} as UserTokenClient;
  }
}

/** No turn speaks to Teams by itself, or a slow connector would hold the answer: a turn that tries to throws. */
class NoConnector extends ConnectorFactory {
  override async create(): Promise<ConnectorClient> {
    return {} as ConnectorClient;
  }
}

/** `process` would answer and log with the error's own text: here the error comes to the caller as it is. */
export class Adapter extends CloudAdapter {
  constructor(authenticate: Authenticate, appId: string) {
    super(new OurAuthentication(authenticate, appId));
  }

  /** Rejects with `Refused`, or with what `turn` rejected with. */
  receive(
    header: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(header, activity, turn);
  }
}
